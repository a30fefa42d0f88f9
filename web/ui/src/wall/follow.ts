/** Asks for the wall's picture, again and again, for ever: it is given whole, so nothing can be missed and nothing grows. */
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { get, Problem } from "../shared/api";
import { endSession } from "../shared/session";
import type { WallOut } from "../shared/wire";
import { filesOf, followBuild } from "./build";

const EVERY_MS = 2_000;
const PATIENCE_MS = 10_000;
const BUILD_EVERY_MS = 60_000;
const FORBIDDEN = 4003;

/** How long to wait before asking again: soon at first, and never long, but not all walls at once. */
export function pause(failures: number, chance: number): number {
  return failures === 0 ? EVERY_MS : Math.min(PATIENCE_MS, 500 * 2 ** failures) * (0.5 + chance / 2);
}

export interface Followed {
  wall: ShallowRef<WallOut | null>;
  /** When the picture was last heard, by this machine's clock. */
  heardAt: Ref<number>;
  /** What the server's clock is ahead of this machine's. */
  skewMs: Ref<number>;
  failing: Ref<boolean>;
}

export function followWall(): Followed {
  const wall = shallowRef<WallOut | null>(null);
  const heardAt = ref(Date.now());
  const skewMs = ref(0);
  const failing = ref(false);
  const mine = filesOf(document);
  let failures = 0;
  let next: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  async function ask(): Promise<void> {
    try {
      wall.value = await get<WallOut>("/wall", AbortSignal.timeout(PATIENCE_MS));
      heardAt.value = Date.now();
      skewMs.value = Date.parse(wall.value.at) - heardAt.value;
      if (failures > 0) void followBuild(mine);
      failures = 0;
    } catch (error) {
      failures += 1;
      if (error instanceof Problem && error.status === 403) endSession(FORBIDDEN);
    }
    failing.value = failures > 0;
    if (!over) next = setTimeout(() => void ask(), pause(failures, Math.random()));
  }

  void ask();
  const builds = setInterval(() => void followBuild(mine), BUILD_EVERY_MS);
  onScopeDispose(() => {
    over = true;
    clearTimeout(next);
    clearInterval(builds);
  });
  return { wall, heardAt, skewMs, failing };
}
