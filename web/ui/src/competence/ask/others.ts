/** What the answer would be under another sanction on the same day: asking again may change it. */
import { t } from "../../shared/i18n";
import type { BandOut, OverTimeOut } from "../../shared/wire";
import type { Asking } from "./asking";
import { bandLabel } from "./fines";

export interface Other {
  key: string;
  condition: string;
  outcome: string;
  part: Partial<Asking>;
}

export function keyOf(band: Pick<BandOut, "subject" | "least">): string {
  return `${band.subject} ${band.least}`;
}

export function otherAnswers(over: OverTimeOut, team: string | null): Other[] {
  const others: Other[] = [];
  for (const band of over.bands) {
    const span = band.spans.find(({ from, to }) => from <= over.filed_on && over.filed_on < to);
    if (band.asked || !span || span.team === team) continue;
    others.push({
      key: keyOf(band),
      condition: bandLabel(band),
      outcome: span.team_name ?? t("ask.judge"),
      part: { subject: band.subject, amount: String(band.least), severe: [] },
    });
  }
  return others;
}
