/**
 * The first letters of a name as it is spoken, `dhjd` for the sub-district of the Eastern Lake: what a hand that types
 * Chinese all day writes first. The browser's own collation knows the order of sounds; a sign stands where the last
 * letter begins that is not after it. Signs with two sounds count by their commoner one; their full name works as well.
 */

/** The first sign of each letter in the order of sounds; no sound begins with i, u or v. */
const STARTS =
  "\u963f\u516b\u5693\u54d2\u59b8\u53d1\u65ee\u54c8\u8ba5\u5494\u5783\u75f3\u62cf\u5662\u5991\u4e03\u5465\u6268\u5b83\u7a75\u5915\u4e2b\u5e00";
const LETTERS = "abcdefghjklmnopqrstwxyz";

const order = new Intl.Collator("zh-Hans-CN-u-co-pinyin");
const known = new Map<string, string>();

function letterOf(sign: string): string {
  if (!/\p{Script=Han}/u.test(sign)) return /[\p{L}\p{N}]/u.test(sign) ? sign.toLowerCase() : "";
  let at = 0;
  while (at + 1 < STARTS.length && order.compare(STARTS.charAt(at + 1), sign) <= 0) at += 1;
  return LETTERS.charAt(at);
}

/** Letters and figures stay as they are; spaces and points go. */
export function initials(name: string): string {
  let said = "";
  for (const sign of name.normalize("NFKC")) {
    let letter = known.get(sign);
    if (letter === undefined) {
      letter = letterOf(sign);
      known.set(sign, letter);
    }
    said += letter;
  }
  return said;
}
