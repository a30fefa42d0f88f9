/** How well something called by name or code answers what was typed; the lower the better, null not at all. Pure. */
import { initials } from "./pinyin";

export interface Called {
  code: string;
  name: string;
}

const squeeze = (text: string) => text.normalize("NFKC").replace(/\s+/g, "").toLowerCase();

export function rank(typed: string, { code, name }: Called): number | null {
  const wanted = squeeze(typed);
  if (!wanted) return 4;
  const called = squeeze(name);
  if (called === wanted || code.toLowerCase() === wanted) return 0;
  if (called.startsWith(wanted)) return 1;
  if (initials(name).startsWith(wanted)) return 2;
  if (called.includes(wanted)) return 3;
  if (initials(name).includes(wanted) || code.toLowerCase().includes(wanted)) return 4;
  if (skipsThrough(wanted, called)) return 5;
  return wanted.length >= FEW && skipsThrough(wanted, initials(name)) ? 6 : null;
}

/** Two letters in some order are in nearly every name. */
const FEW = 3;

/** Long names are said short, the eastern district's foresters by four of sixteen signs: in order, with gaps. */
function skipsThrough(wanted: string, called: string): boolean {
  let from = 0;
  for (const sign of wanted) {
    from = called.indexOf(sign, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** Those that answer, the best first; among equals the order they came in. */
export function find<T extends Called>(typed: string, all: Iterable<T>): T[] {
  const found: { one: T; at: number }[] = [];
  for (const one of all) {
    const at = rank(typed, one);
    if (at !== null) found.push({ one, at });
  }
  return found.sort((a, b) => a.at - b.at).map(({ one }) => one);
}

/**
 * A name and what stands behind it: `team name, the reason`. Names hold spaces, so the longest that fits is taken;
 * null when what was typed begins with no name or code in full.
 */
export function leading<T extends Called>(text: string, all: Iterable<T>): { one: T; rest: string } | null {
  let best: { one: T; length: number } | null = null;
  for (const one of all) {
    for (const called of [one.name, one.code]) {
      const ends = text.charAt(called.length);
      const fits = text.toLowerCase().startsWith(called.toLowerCase()) && (ends === "" || /\s/.test(ends));
      if (fits && called.length > (best?.length ?? 0)) best = { one, length: called.length };
    }
  }
  return best && { one: best.one, rest: text.slice(best.length).trim() };
}
