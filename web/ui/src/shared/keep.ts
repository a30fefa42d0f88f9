/** What a phone must not lose: acts not yet answered, photos not yet uploaded, forms half filled. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Do, PauseGround, Place, ProblemBody, ReturnCode } from "./types";

export interface KeptAct {
  id: string;
  /** Acts are sent in the order they were made; the clock of a phone may jump, so it is a counter. */
  order: number;
  task: string;
  do: Do;
  at: string;
  place?: Place;
  reason?: string;
  result?: string;
  code?: ReturnCode;
  ground?: PauseGround;
  note?: string;
  photos?: string[];
  /** Present once the server said no; kept until the officer has read it. */
  problem?: ProblemBody;
}

export interface KeptPhoto {
  id: string;
  task: string;
  name: string;
  blob: Blob;
  /** The server's id, once uploaded. */
  file: string | null;
}

export interface Draft {
  task: string;
  result: string;
  note: string;
  photos: string[];
}

interface Schema extends DBSchema {
  acts: { key: string; value: KeptAct };
  photos: { key: string; value: KeptPhoto };
  drafts: { key: string; value: Draft };
}

export class Keep {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  /** One store per person: a shared phone must never send one officer's acts as another's. */
  static async open(username: string): Promise<Keep> {
    const db = await openDB<Schema>(`onedoor-field:${username}`, 1, {
      upgrade(fresh) {
        fresh.createObjectStore("acts", { keyPath: "id" });
        fresh.createObjectStore("photos", { keyPath: "id" });
        fresh.createObjectStore("drafts", { keyPath: "task" });
      },
    });
    return new Keep(db);
  }

  async acts(): Promise<KeptAct[]> {
    return (await this.db.getAll("acts")).sort((a, b) => a.order - b.order);
  }

  async putAct(act: KeptAct): Promise<void> {
    await this.db.put("acts", act);
  }

  async dropAct(id: string): Promise<void> {
    await this.db.delete("acts", id);
  }

  async photo(id: string): Promise<KeptPhoto | undefined> {
    return this.db.get("photos", id);
  }

  async putPhoto(photo: KeptPhoto): Promise<void> {
    await this.db.put("photos", photo);
  }

  async dropPhoto(id: string): Promise<void> {
    await this.db.delete("photos", id);
  }

  async draft(task: string): Promise<Draft | undefined> {
    return this.db.get("drafts", task);
  }

  async putDraft(draft: Draft): Promise<void> {
    await this.db.put("drafts", draft);
  }

  async dropDraft(task: string): Promise<void> {
    await this.db.delete("drafts", task);
  }
}
