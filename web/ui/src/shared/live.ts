/**
 * One socket, kept alive: hello with the last number applied, then frames.
 *
 * Everything outside (socket, clock, chance, the page's own events) is handed in, so the tests can
 * play a whole bad evening on the line in a millisecond.
 */
import type { ActMessage, Answer, Frame, LooseFrame, Place, Snapshot } from "./types";

export type Link =
  /** Nothing heard yet, or the line is being opened. */
  | { kind: "connecting"; since: number; heard: number | null }
  | { kind: "open"; since: number }
  /** Down since then; the last word from the server was `heard`, the next attempt is at `next`. */
  | { kind: "retry"; since: number; heard: number | null; next: number }
  /** Over until somebody signs in again. */
  | { kind: "ended"; code: number };

export interface LiveHandlers {
  snapshot(message: Snapshot): void;
  frame(frame: Frame): void;
  loose?(frame: LooseFrame): void;
  answer?(answer: Answer): void;
  link(link: Link): void;
  /** A line that never opened may mean a session that ended; the caller asks over HTTP. */
  refusedToOpen?(): void;
}

export interface LiveWorld {
  open(url: string): WebSocket;
  now(): number;
  random(): number;
  /** Page events that mean "look at the line now". */
  onWake(wake: () => void): () => void;
  onOffline(cut: () => void): () => void;
}

const OPEN = 1;
const ENDED: readonly number[] = [4001, 4003];
/** The server pings every 20 s; two missed pings and a bit is a dead line. */
const SILENCE_MS = 45_000;
/** After sleep a line may look open for minutes; trust it only if it spoke this recently. */
const FRESH_MS = 25_000;
const BACKOFF_MS = { first: 500, most: 30_000 };

export const browserWorld: LiveWorld = {
  open: (url) => new WebSocket(url),
  now: () => Date.now(),
  random: () => Math.random(),
  onWake(wake) {
    const seen = () => {
      if (document.visibilityState === "visible") wake();
    };
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", seen);
    return () => {
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", seen);
    };
  },
  onOffline(cut) {
    addEventListener("offline", cut);
    return () => {
      removeEventListener("offline", cut);
    };
  },
};

export class Live {
  private socket: WebSocket | null = null;
  private lastSeq: number | null = null;
  private greeted = false;
  private heardAt = 0;
  /** When the server last said anything; what is on the screen is as of then. */
  private lastWord: number | null = null;
  private failures = 0;
  private downSince: number;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private watchTimer: ReturnType<typeof setInterval> | undefined;
  private readonly unlisten: (() => void)[] = [];

  constructor(
    private readonly url: string,
    private readonly on: LiveHandlers,
    private readonly world: LiveWorld = browserWorld,
  ) {
    this.downSince = world.now();
  }

  start(): void {
    this.unlisten.push(
      this.world.onWake(() => {
        this.wake();
      }),
      this.world.onOffline(() => {
        this.drop();
      }),
    );
    this.watchTimer = setInterval(() => {
      if (this.socket && this.silentMs() > SILENCE_MS) this.drop();
    }, 5_000);
    this.connect();
  }

  stop(): void {
    clearTimeout(this.retryTimer);
    clearInterval(this.watchTimer);
    for (const unlisten of this.unlisten.splice(0)) unlisten();
    this.release()?.close();
  }

  get isOpen(): boolean {
    return this.greeted && this.socket?.readyState === OPEN;
  }

  /** False when the line is down; nothing is queued here, whoever must not lose it keeps it. */
  send(message: ActMessage | { ack: number } | { here: Place & { at: string } } | { view: { bbox: number[] } } | { open: string | null }): boolean {
    if (!this.isOpen) return false;
    this.socket?.send(JSON.stringify(message));
    return true;
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    this.greeted = false;
    this.heardAt = this.world.now();
    this.on.link({ kind: "connecting", since: this.downSince, heard: this.lastWord });
    const socket = this.world.open(this.url);
    this.socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      socket.send(JSON.stringify({ hello: { last_seq: this.lastSeq } }));
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      if (this.socket === socket) this.hear(event.data);
    };
    socket.onclose = (event: CloseEvent) => {
      if (this.socket !== socket) return;
      this.release();
      if (ENDED.includes(event.code)) this.end(event.code);
      else this.retry();
      if (!opened) this.on.refusedToOpen?.();
    };
  }

  private hear(text: string): void {
    this.heardAt = this.lastWord = this.world.now();
    const message = JSON.parse(text) as Record<string, unknown>;
    if (typeof message.name === "string") {
      if (typeof message.seq === "number") this.hearFrame(message as unknown as Frame);
      else this.on.loose?.(message as unknown as LooseFrame);
    } else if ("snapshot" in message) {
      const snapshot = message as unknown as Snapshot;
      this.lastSeq = snapshot.seq;
      this.on.snapshot(snapshot);
      this.opened();
    } else if ("resumed" in message) {
      this.opened();
    } else if ("done" in message || "refused" in message) {
      this.on.answer?.(message as unknown as Answer);
    }
  }

  private hearFrame(frame: Frame): void {
    if (this.lastSeq === null || frame.seq <= this.lastSeq) return;
    // Numbers have no gap; if one appears the line lied, and a new hello repairs it.
    if (frame.seq > this.lastSeq + 1) {
      this.drop();
      return;
    }
    this.lastSeq = frame.seq;
    this.on.frame(frame);
  }

  private opened(): void {
    this.greeted = true;
    this.failures = 0;
    this.on.link({ kind: "open", since: this.world.now() });
  }

  private end(code: number): void {
    this.stop();
    this.on.link({ kind: "ended", code });
  }

  private retry(): void {
    const most = Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** this.failures);
    this.failures += 1;
    // Half fixed, half chance: a thousand clients must not come back in the same second.
    const wait = most / 2 + (most / 2) * this.world.random();
    const next = this.world.now() + wait;
    this.on.link({ kind: "retry", since: this.downSince, heard: this.lastWord, next });
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => {
      this.connect();
    }, wait);
  }

  private wake(): void {
    if (this.socket && this.silentMs() > FRESH_MS) this.release()?.close();
    if (!this.socket) this.connect();
  }

  private drop(): void {
    const socket = this.release();
    if (!socket) return;
    socket.close();
    this.retry();
  }

  /** Let go of the socket first: its late events must not be heard as the next one's. */
  private release(): WebSocket | null {
    const { socket } = this;
    if (this.greeted) this.downSince = this.world.now();
    this.socket = null;
    this.greeted = false;
    return socket;
  }

  private silentMs(): number {
    return this.world.now() - this.heardAt;
  }
}
