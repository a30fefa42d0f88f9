import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ActQueue, foreseen, type ActLine, type NewAct } from "../src/shared/acts";
import { Problem } from "../src/shared/api";
import { Keep } from "../src/shared/keep";
import type { ActMessage } from "../src/shared/types";
import { makeTask } from "./make";

let person = 0;
let keep: Keep;
let queue: ActQueue;
let open: boolean;
let sent: ActMessage[];
let uploads: string[];
let failUpload: Error | null;

const line: ActLine = {
  isOpen: () => open,
  send: (message) => {
    if (!open) return false;
    sent.push(message);
    return true;
  },
  upload: (photo) => {
    if (failUpload) return Promise.reject(failUpload);
    uploads.push(photo.id);
    return Promise.resolve(`file-${photo.id}`);
  },
};

const act = (what: NewAct["do"], task = "task-1", more: Partial<NewAct> = {}): NewAct => ({
  task,
  do: what,
  at: "2026-11-22T16:05:12+08:00",
  ...more,
});
const settled = () => vi.waitFor(() => undefined).then(() => new Promise((resolve) => setTimeout(resolve, 20)));
const connect = async (up: boolean) => {
  open = up;
  queue.lineChanged();
  await settled();
};

beforeEach(async () => {
  [open, sent, uploads, failUpload] = [false, [], [], null];
  keep = await Keep.open(`officer-${String(++person)}`);
  queue = new ActQueue(keep, line);
  await queue.load();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("offline", () => {
  it("keeps acts and sends them in order once the line is there, one at a time per task", async () => {
    await queue.add(act("accept"));
    await queue.add(act("depart"));
    expect(sent).toHaveLength(0);
    expect(queue.acts.value).toHaveLength(2);

    await connect(true);
    expect(sent.map((one) => one.do)).toEqual(["accept"]);

    await queue.hear({ done: sent[0]?.id ?? "" });
    await settled();
    expect(sent.map((one) => one.do)).toEqual(["accept", "depart"]);
  });

  it("does not let one task wait for another", async () => {
    await queue.add(act("accept", "a"));
    await queue.add(act("accept", "b"));
    await queue.add(act("depart", "a"));
    await connect(true);

    expect(sent.map((one) => `${one.do} ${one.task}`)).toEqual(["accept a", "accept b"]);
  });

  it("survives a reload: the same acts, the same ids, the same order", async () => {
    await queue.add(act("accept"));
    await queue.add(act("depart"));
    const before = queue.acts.value.map((one) => one.id);

    const reloaded = new ActQueue(keep, line);
    await reloaded.load();

    expect(reloaded.acts.value.map((one) => one.id)).toEqual(before);
  });
});

describe("repeating", () => {
  it("uses the same id until it is answered, then stops", async () => {
    await connect(true);
    await queue.add(act("accept"));
    await settled();
    await connect(false);
    await connect(true);

    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);

    await queue.hear({ done: sent[0]?.id ?? "" });
    await connect(false);
    await connect(true);
    expect(sent).toHaveLength(2);
    expect(await keep.acts()).toEqual([]);
  });

  it("treats a stumble of the server as no answer", async () => {
    await connect(true);
    const made = await queue.add(act("accept"));
    await settled();
    await queue.hear({ refused: made.id, problem: { type: "about:blank", title: "", status: 503 } });

    expect(queue.acts.value[0]?.problem).toBeUndefined();
    expect(await keep.acts()).toHaveLength(1);
  });

  it("is deaf to an answer for somebody else's act", async () => {
    await queue.add(act("accept"));
    await queue.hear({ refused: null, problem: { type: "x", title: "", status: 422 } });

    expect(queue.acts.value).toHaveLength(1);
  });
});

describe("a refusal", () => {
  it("is kept until it has been read, and lets the next act of the task go", async () => {
    await connect(true);
    const made = await queue.add(act("accept"));
    await queue.add(act("depart"));
    await settled();
    await queue.hear({ refused: made.id, problem: { type: "/problems/illegal-move", title: "No", status: 409 } });
    await settled();

    expect(queue.acts.value[0]?.problem?.title).toBe("No");
    expect(sent.map((one) => one.do)).toEqual(["accept", "depart"]);

    await queue.dismiss(made.id);
    expect((await keep.acts()).map((one) => one.do)).toEqual(["depart"]);
  });
});

describe("photos", () => {
  const photo = (id: string) => ({ id, task: "task-1", name: `${id}.jpg`, blob: new Blob(["x"]), file: null });

  it("are uploaded before the report, in its order, and only once", async () => {
    await keep.putPhoto(photo("p1"));
    await keep.putPhoto(photo("p2"));
    await queue.add(act("finish", "task-1", { result: "已劝导整改", photos: ["p1", "p2"] }));
    await connect(true);

    expect(uploads).toEqual(["p1", "p2"]);
    expect(sent[0]).toMatchObject({ do: "finish", result: "已劝导整改", files: ["file-p1", "file-p2"] });
    expect(sent[0]).not.toHaveProperty("photos");

    await connect(false);
    await connect(true);
    expect(uploads).toEqual(["p1", "p2"]);
    expect(sent).toHaveLength(2);

    await queue.hear({ done: sent[0]?.id ?? "" });
    expect(await keep.photo("p1")).toBeUndefined();
  });

  it("that cannot be uploaded now keep the report waiting", async () => {
    await keep.putPhoto(photo("p3"));
    failUpload = new Problem({ type: "about:unreached", title: "", status: 0 });
    await queue.add(act("finish", "task-1", { result: "x", photos: ["p3"] }));
    await connect(true);

    expect(sent).toHaveLength(0);
    expect(queue.acts.value[0]?.problem).toBeUndefined();
  });

  it("that the server will never take refuse the report, with the reason", async () => {
    await keep.putPhoto(photo("p4"));
    failUpload = new Problem({ type: "/problems/too-large", title: "太大", status: 413 });
    await queue.add(act("finish", "task-1", { result: "x", photos: ["p4"] }));
    await connect(true);

    expect(queue.acts.value[0]?.problem).toMatchObject({ status: 413, title: "太大" });
    expect(await keep.photo("p4")).toBeDefined();
  });
});

describe("the place", () => {
  it("goes with the act when it is known", async () => {
    await connect(true);
    await queue.add(act("accept"), Promise.resolve({ lon: 120, lat: 30, accuracy_m: 8 }));
    await settled();

    expect(sent[0]?.place).toEqual({ lon: 120, lat: 30, accuracy_m: 8 });
  });

  it("is waited for three seconds and no longer", async () => {
    await connect(true);
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const never = new Promise<null>(() => undefined);
    const adding = queue.add(act("accept"), never);
    vi.advanceTimersByTime(3_000);
    await adding;
    vi.useRealTimers();
    await settled();

    expect(sent).toHaveLength(1);
    expect(sent[0]).not.toHaveProperty("place");
  });
});

describe("what the officer sees meanwhile", () => {
  const kept = (what: NewAct["do"]) => ({ ...act(what), id: what, order: 1 });

  it("is the state the unsent acts lead to", () => {
    expect(foreseen(makeTask(), [kept("accept"), kept("depart")])).toBe("en_route");
  });

  it("never goes back behind what the server says", () => {
    expect(foreseen(makeTask({ state: "on_site" }), [kept("accept")])).toBe("on_site");
  });

  it("rests while the work is suspended, and goes on where it stopped", () => {
    const working = makeTask({ state: "on_site" });

    expect(foreseen(working, [kept("suspend")])).toBe("suspended");
    expect(foreseen(working, [kept("suspend"), kept("resume")])).toBe("on_site");
    expect(foreseen(makeTask({ state: "suspended", suspended_from: "en_route" }), [kept("resume")])).toBe("en_route");
  });

  it("is not woken from its rest by an act that comes late", () => {
    const resting = makeTask({ state: "suspended", suspended_from: "on_site" });

    expect(foreseen(resting, [kept("accept")])).toBe("suspended");
    expect(foreseen(resting, [kept("accept"), kept("resume")])).toBe("on_site");
  });

  it("leaves the officer's hands when it is given back, whatever it was", () => {
    expect(foreseen(makeTask({ state: "on_site" }), [kept("return")])).toBe("returned");
  });

  it("does not go back to seen once it is accepted", () => {
    expect(foreseen(makeTask({ state: "accepted" }), [kept("see")])).toBe("accepted");
  });

  it("does not count a refused act", () => {
    const refused = { ...kept("accept"), problem: { type: "", title: "", status: 409 } };

    expect(foreseen(makeTask(), [refused])).toBe("offered");
  });
});
