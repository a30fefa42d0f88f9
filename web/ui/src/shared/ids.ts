/** `crypto.randomUUID` exists only on https and localhost; a phone on the office network has neither. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const raw = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...raw].map((byte, at) => {
    const value = at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, "0");
  });
  const group = (from: number, to: number) => hex.slice(from, to).join("");
  return [group(0, 4), group(4, 6), group(6, 8), group(8, 10), group(10, 16)].join("-");
}
