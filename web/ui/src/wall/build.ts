/** After a deploy the wall takes the new page by itself: nobody is there to press reload. */

/** The files this page was made of, before it has loaded anything more. */
export function filesOf(page: ParentNode): string[] {
  return [...page.querySelectorAll("script[src], link[rel=stylesheet]")].map(
    (one) => one.getAttribute("src") ?? one.getAttribute("href") ?? "",
  );
}

/** Whether the page as it is served now is made of other files. What is no page of ours says nothing. */
export function isAnother(served: string, mine: readonly string[]): boolean {
  return served.includes('id="app"') && mine.some((file) => !served.includes(file));
}

export async function followBuild(mine: readonly string[]): Promise<void> {
  try {
    const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    if (answer.ok && isAnother(await answer.text(), mine)) location.reload();
  } catch {
    // Asked again in a minute.
  }
}
