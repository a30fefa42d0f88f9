/** Sums of money and bands of them, as people say them. */
import { count } from "../../shared/format";
import { language, t } from "../../shared/i18n";
import type { BandOut } from "../../shared/wire";

/** Tens of thousands where Chinese counts by them, else digits in threes. */
export function money(yuan: number): string {
  if (language.value === "zh" && yuan >= 10_000 && yuan % 1000 === 0) return t("fine.wan", { n: yuan / 10_000 });
  return t("fine.yuan", { n: count(yuan) });
}

export function bandLabel(band: Pick<BandOut, "subject" | "least" | "most">): string {
  const subject = t(band.subject === "unit" ? "subject.unit" : "subject.person");
  if (band.most !== null) return t("band.below", { subject, n: money(band.most) });
  return band.least > 0 ? t("band.from", { subject, n: money(band.least) }) : subject;
}
