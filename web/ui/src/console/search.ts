/**
 * Finding cases by what is written about them. Every pair of neighbouring signs points to the cases that hold
 * it, so Chinese needs no word list; the rarest pair of a question leaves few cases to look at. It follows the
 * picture: a case whose words did not change costs nothing, one that did is read anew. Pure but for its memory.
 */
import type { Case } from "../shared/types";

/** Full and half width, small and capital, with or without signs between: one and the same. */
export function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

/** What the reader asks for: every word of it must be there. */
export function termsOf(text: string): string[] {
  return text.split(/\s+/u).map(fold).filter(Boolean);
}

function wordsOf(one: Case): string {
  const what = [one.case_no, one.class_name, one.title, one.code, one.item, one.source_event_id];
  const where = [one.district_name, one.township_name, one.address, one.team_name];
  return [...what, ...where].filter(Boolean).join("\n");
}

/** Fields stay apart: a word is never found across the end of one and the beginning of the next. */
function foldFields(words: string): string {
  return words.split("\n").map(fold).join("\n");
}

interface Page {
  caseNo: string;
  words: string;
  folded: string;
}

const pair = (text: string, at: number) => text.charCodeAt(at) * 0x1_0000 + text.charCodeAt(at + 1);
/** Pages of cases that went or changed lie dead in the index; from this many on it is made anew. */
const DEAD_BORNE = 1_000;

export class SearchIndex {
  private cases: ReadonlyMap<string, Case> = new Map<string, Case>();
  private pages: (Page | null)[] = [];
  private at = new Map<string, number>();
  private holders = new Map<number, number[]>();

  /** Be about these cases from now on. */
  follow(cases: ReadonlyMap<string, Case>): this {
    const steps = this.steps(cases);
    while (!steps.next().done);
    return this;
  }

  /** The same step by step; whoever breaks off has made what is left quicker. */
  *steps(cases: ReadonlyMap<string, Case>): Generator<void, void> {
    if (cases === this.cases) return;
    for (const caseNo of this.cases.keys()) if (!cases.has(caseNo)) this.drop(caseNo);
    for (const [caseNo, one] of cases) {
      if (this.cases.get(caseNo) === one) continue;
      this.put(one);
      yield;
    }
    this.cases = cases;
    if (this.pages.length - this.at.size > DEAD_BORNE + this.at.size) this.renew();
  }

  /** The numbers of the cases that hold every word of the text; null when nothing is asked for. */
  find(text: string): ReadonlySet<string> | null {
    const terms = termsOf(text);
    if (terms.length === 0) return null;
    const found = new Set<string>();
    for (const at of this.candidates(terms)) {
      const page = this.pages[at];
      if (page && terms.every((term) => page.folded.includes(term))) found.add(page.caseNo);
    }
    return found;
  }

  private candidates(terms: readonly string[]): Iterable<number> {
    let fewest: readonly number[] | null = null;
    for (const term of terms) {
      for (let i = 0; i + 1 < term.length; i += 1) {
        const holders = this.holders.get(pair(term, i)) ?? [];
        if (fewest === null || holders.length < fewest.length) fewest = holders;
      }
    }
    return fewest ?? this.pages.keys();
  }

  private put(one: Case): void {
    const words = wordsOf(one);
    const before = this.at.get(one.case_no);
    if (before !== undefined && this.pages[before]?.words === words) return;
    this.drop(one.case_no);
    this.add({ caseNo: one.case_no, words, folded: foldFields(words) });
  }

  private add(page: Page): void {
    const at = this.pages.push(page) - 1;
    this.at.set(page.caseNo, at);
    const { folded } = page;
    for (let i = 0; i + 1 < folded.length; i += 1) {
      const sign = pair(folded, i);
      const holders = this.holders.get(sign);
      if (!holders) this.holders.set(sign, [at]);
      else if (holders[holders.length - 1] !== at) holders.push(at);
    }
  }

  private drop(caseNo: string): void {
    const at = this.at.get(caseNo);
    if (at === undefined) return;
    this.pages[at] = null;
    this.at.delete(caseNo);
  }

  private renew(): void {
    const living = this.pages.filter((page) => page !== null);
    this.pages = [];
    this.at = new Map();
    this.holders = new Map();
    for (const page of living) this.add(page);
  }
}
