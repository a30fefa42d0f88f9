/** What is dragged from one panel onto another: a unit onto a case, or a case onto a unit. */
const KIND = { unit: "application/x-onedoor-unit", case: "application/x-onedoor-case" } as const;
export type Dragged = keyof typeof KIND;

export function drag(event: DragEvent, what: Dragged, code: string): void {
  event.dataTransfer?.setData(KIND[what], code);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "link";
}

/** Lets it be dropped here, and shows that it may be; what is none of ours stays with the browser. */
export function allow(event: DragEvent, what: Dragged): boolean {
  if (!event.dataTransfer?.types.includes(KIND[what])) return false;
  event.preventDefault();
  event.dataTransfer.dropEffect = "link";
  aim(event, true);
  return true;
}

export function leave(event: DragEvent): void {
  aim(event, false);
}

function aim({ currentTarget }: DragEvent, at: boolean): void {
  if (currentTarget instanceof HTMLElement) currentTarget.toggleAttribute("data-aimed", at);
}

export function dropped(event: DragEvent, what: Dragged): string | null {
  leave(event);
  const code = event.dataTransfer?.getData(KIND[what]) ?? "";
  if (code) event.preventDefault();
  return code || null;
}
