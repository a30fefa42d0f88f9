/** "general" is the ordinary case; whatever a platform calls the rest, it is more than that. */
/** Higher is more urgent; a word we do not know counts as urgent, not as ordinary. */
export function urgencyRank(one: { urgency: string | null }): number {
  if (!isUrgent(one)) return 0;
  return one.urgency === "critical" ? 2 : 1;
}

export function isUrgent(one: { urgency: string | null }): boolean {
  return one.urgency !== null && one.urgency !== "" && one.urgency !== "general" && one.urgency !== "normal";
}
