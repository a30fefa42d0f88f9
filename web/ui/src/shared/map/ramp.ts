/** The one ramp of the map, and where its steps begin. Pure. */
export const RAMP = ["--h1", "--h2", "--h3", "--h4"] as const;

/** From which number on each step of the ramp holds; below the first the land is plain. */
export type Steps = readonly [number, number, number, number];

/** Open cases of a township. */
export const OPEN_STEPS: Steps = [1, 3, 6, 12];

/** How much of what was seen lies below the second, third and fourth step. */
const SHARES = [0.5, 0.8, 0.95] as const;

/**
 * Steps that part these counts: half of them in the first, the highest twentieth in the last. Zeros are
 * plain land, and whole numbers never share a step's beginning.
 */
export function stepsOf(counts: Iterable<number>): Steps {
  const seen = [...counts].filter((n) => n > 0).sort((a, b) => a - b);
  const at = (share: number) => seen[Math.min(seen.length - 1, Math.floor(share * seen.length))] ?? 0;
  const second = Math.max(2, at(SHARES[0]));
  const third = Math.max(second + 1, at(SHARES[1]));
  return [1, second, third, Math.max(third + 1, at(SHARES[2]))];
}

/** What a step stands for, as a legend writes it: `1`, `2–4`, `≥ 12`. */
export function rangesOf(steps: Steps): string[] {
  return steps.map((from, at) => {
    const next = steps[at + 1];
    if (next === undefined) return `≥ ${String(from)}`;
    return next - 1 > from ? `${String(from)}–${String(next - 1)}` : String(from);
  });
}
