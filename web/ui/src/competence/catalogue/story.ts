/** An item's rows laid out over the years: one line for the law, one for each place that held it, one for the townships. */
import { t } from "../../shared/i18n";
import type { ItemStoryOut } from "../../shared/wire";
import { dayAfter } from "../ask/asking";
import type { Axis } from "../grid";
import type { GridSpan } from "../TimeGrid.vue";

interface Dated {
  valid_from: string | null;
  valid_to: string | null;
}

interface Line {
  key: string;
  label: string;
  strong?: boolean;
  spans: GridSpan[];
}

/** From the year of the first dated row to the end of the year after the last, the day asked among them. */
export function axisOf(story: ItemStoryOut, day: string): Axis {
  const rows: Dated[] = [...story.versions, ...story.holders, ...story.townships, ...story.lists];
  const days = [day, ...rows.flatMap((row) => [row.valid_from, row.valid_to])].filter((one) => one !== null).sort();
  const first = Number((days[0] ?? day).slice(0, 4));
  const last = Number((days.at(-1) ?? day).slice(0, 4));
  return { from: `${first}-01-01`, to: `${Math.max(last + 1, first + 3)}-01-01` };
}

function drawn(row: Dated & { source: string }, text: string, tone: GridSpan["tone"]): GridSpan {
  const days = `${row.valid_from ?? "…"} – ${row.valid_to ?? "…"}`;
  return { from: row.valid_from, to: row.valid_to, text, title: [days, text, row.source].filter(Boolean).join(" · "), tone };
}

/** How many townships list it, stretch by stretch: a list that shrinks is seen to shrink. */
export function listedOver(rows: ItemStoryOut["townships"]): { from: string | null; to: string | null; n: number }[] {
  const days = [...new Set(rows.flatMap((row) => [row.valid_from ?? "", row.valid_to]).filter((day) => day !== null))].sort();
  const stretches = days.map((day, at) => ({
    from: day === "" ? null : day,
    to: days[at + 1] ?? null,
    n: rows.filter((row) => (row.valid_from ?? "") <= day && (row.valid_to === null || day < row.valid_to)).length,
  }));
  return stretches.filter(({ n }) => n > 0);
}

export function linesOf(story: ItemStoryOut): Line[] {
  const areas = [...new Set(story.holders.map((row) => row.area_name))];
  return [
    { key: "law", label: t("story.law"), spans: story.versions.map((row) => drawn(row, `${row.law} ${row.article}`, 1)) },
    ...areas.map((area) => ({
      key: `area ${area}`,
      label: area || t("story.whole_city"),
      strong: true,
      spans: story.holders
        .filter((row) => row.area_name === area)
        .map((row) => drawn(row, `${t(`line.${row.line}`)} · ${row.field}`, row.line === "comprehensive" ? 3 : row.line === "professional" ? 2 : 0)),
    })),
    {
      key: "townships",
      label: t("story.townships"),
      spans: listedOver(story.townships).map(({ from, to, n }) => ({
        from,
        to,
        text: t("story.n_townships", { n }),
        title: t("story.n_townships.title", { n, from: from ?? "…", to: to === null ? "…" : dayAfter(to, -1) }),
        tone: 4 as const,
      })),
    },
  ];
}
