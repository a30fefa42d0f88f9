import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Live, type Link, type LiveWorld } from "../src/shared/live";
import type { Answer, Frame, LooseFrame } from "../src/shared/types";
import { frame } from "./make";

/** A socket that does what docs/wire.md says a server does, when the test says so. */
class FakeSocket {
  readyState = 0;
  sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  cut(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
}

let sockets: FakeSocket[];
let links: Link[];
let frames: Frame[];
let loose: LooseFrame[];
let answers: Answer[];
let snapshots: number[];
let wake: () => void;
let goOffline: () => void;
let live: Live;
let suspicious: number;

const newest = () => sockets.at(-1) as FakeSocket;
const greet = (seq = 10) => {
  newest().open();
  newest().say({ snapshot: { cases: [], tasks: [] }, seq });
};

const world: LiveWorld = {
  open: () => {
    sockets.push(new FakeSocket());
    return newest() as unknown as WebSocket;
  },
  now: () => Date.now(),
  random: () => 1,
  onWake: (run) => {
    wake = run;
    return () => undefined;
  },
  onOffline: (run) => {
    goOffline = run;
    return () => undefined;
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  [sockets, links, frames, loose, answers, snapshots, suspicious] = [[], [], [], [], [], [], 0];
  live = new Live(
    "/ws/console",
    {
      snapshot: (message) => snapshots.push(message.seq),
      frame: (one) => frames.push(one),
      loose: (one) => loose.push(one),
      answer: (one) => answers.push(one),
      link: (now) => links.push(now),
      refusedToOpen: () => (suspicious += 1),
    },
    world,
  );
  live.start();
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

describe("opening", () => {
  it("speaks first, with nothing applied yet", () => {
    newest().open();

    expect(newest().sent).toEqual([{ hello: { last_seq: null } }]);
  });

  it("is open only once the server has answered the hello", () => {
    newest().open();
    expect(live.isOpen).toBe(false);

    newest().say({ snapshot: { cases: [], tasks: [] }, seq: 10 });

    expect(live.isOpen).toBe(true);
    expect(links.at(-1)?.kind).toBe("open");
    expect(snapshots).toEqual([10]);
  });

  it("says nothing on a line that is not open", () => {
    expect(live.send({ ack: 3 })).toBe(false);
    expect(newest().sent).toEqual([]);
  });
});

describe("frames", () => {
  it("come in order, once each", () => {
    greet(10);
    for (const seq of [11, 11, 12, 9]) newest().say(frame(seq, "case.changed", {}));

    expect(frames.map((one) => one.seq)).toEqual([11, 12]);
  });

  it("without a number go another way", () => {
    greet();
    newest().say({ name: "unit.moved", data: { unit: "U1" } });

    expect(loose).toHaveLength(1);
    expect(frames).toHaveLength(0);
  });

  it("with a gap are not believed: the line is opened again from the last one applied", () => {
    greet(10);
    newest().say(frame(12, "case.changed", {}));

    vi.advanceTimersByTime(1_000);
    newest().open();

    expect(frames).toHaveLength(0);
    expect(newest().sent).toEqual([{ hello: { last_seq: 10 } }]);
  });

  it("may be answers to what was asked", () => {
    greet();
    newest().say({ done: "a" });
    newest().say({ refused: "b", problem: { type: "/problems/illegal-move", title: "", status: 409 } });

    expect(answers).toHaveLength(2);
  });
});

describe("a line that breaks", () => {
  it("resumes where it was, and hears what it missed", () => {
    greet(10);
    newest().say(frame(11, "case.changed", {}));
    newest().cut(1006);
    vi.advanceTimersByTime(1_000);
    newest().open();
    newest().say({ resumed: { from: 12, to: 12 } });
    newest().say(frame(12, "case.changed", {}));

    expect(newest().sent).toEqual([{ hello: { last_seq: 11 } }]);
    expect(frames.map((one) => one.seq)).toEqual([11, 12]);
    expect(snapshots).toEqual([10]);
  });

  it("waits longer each time, up to half a minute, and short again after success", () => {
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      newest().cut(1006);
      const at = links.at(-1);
      if (at?.kind === "retry") waits.push(at.next - Date.now());
      vi.advanceTimersByTime(30_000);
    }
    expect(waits.slice(0, 3)).toEqual([500, 1_000, 2_000]);
    expect(waits.at(-1)).toBe(30_000);

    greet();
    newest().cut(1006);
    const at = links.at(-1);
    expect(at?.kind === "retry" && at.next - Date.now()).toBe(500);
  });

  it("after 4008 asks again with its last number", () => {
    greet(10);
    newest().cut(4008);
    vi.advanceTimersByTime(1_000);
    newest().open();

    expect(newest().sent).toEqual([{ hello: { last_seq: 10 } }]);
  });

  it.each([4001, 4003])("after %i stays closed: somebody must sign in", (code) => {
    greet();
    newest().cut(code);
    vi.advanceTimersByTime(120_000);

    expect(links.at(-1)).toEqual({ kind: "ended", code });
    expect(sockets).toHaveLength(1);
  });

  it("that never opened makes the caller ask whether the session is over", () => {
    newest().cut(1006);

    expect(suspicious).toBe(1);
  });

  it("is noticed when even the pings stop", () => {
    greet();
    vi.advanceTimersByTime(60_000);

    expect(sockets.length).toBeGreaterThan(1);
  });

  it("keeps counting from when it broke, however often it is tried", () => {
    greet();
    vi.advanceTimersByTime(10_000);
    const broke = Date.now();
    newest().cut(1006);
    vi.advanceTimersByTime(500);
    newest().cut(1006);

    const at = links.at(-1);
    expect(at?.kind === "retry" && at.since).toBe(broke);
  });
});

describe("what is on the screen", () => {
  it("is as of the server's last word, however late the break was noticed", () => {
    greet();
    vi.advanceTimersByTime(10_000);
    newest().say({ name: "ping", data: {} });
    const word = Date.now();
    vi.advanceTimersByTime(60_000);

    const at = links.findLast((one) => one.kind === "retry");
    expect(at).toMatchObject({ heard: word });
    expect(at?.kind === "retry" && at.since - word).toBeGreaterThan(40_000);
  });

  it("is nothing while nothing was ever heard", () => {
    newest().cut(1006);

    expect(links.at(-1)).toMatchObject({ kind: "retry", heard: null });
  });
});

describe("the page wakes", () => {
  it("and tries at once instead of waiting", () => {
    newest().cut(1006);
    const before = sockets.length;

    wake();

    expect(sockets.length).toBe(before + 1);
  });

  it("and leaves alone a line that has just spoken", () => {
    greet();
    wake();

    expect(sockets).toHaveLength(1);
  });

  it("and does not trust a line that has been silent", () => {
    greet();
    vi.advanceTimersByTime(30_000);
    wake();

    expect(sockets).toHaveLength(2);
  });

  it("or goes offline: the line is down at once", () => {
    greet();
    goOffline();

    expect(links.at(-1)?.kind).toBe("retry");
    expect(live.isOpen).toBe(false);
  });

  it("and a socket let go is not heard any more", () => {
    greet(10);
    const old = newest();
    goOffline();
    old.say(frame(11, "case.changed", {}));

    expect(frames).toHaveLength(0);
  });
});
