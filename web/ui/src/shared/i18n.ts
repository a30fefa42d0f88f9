import { ref, watchEffect } from "vue";
import { en } from "./words.en";
import { zh } from "./words.zh";

export type Language = "zh" | "en";
export type Word = keyof typeof zh;

const KEPT = "onedoor.language";
const tables: Record<Language, Record<Word, string>> = { zh, en };

function kept(): Language {
  try {
    return localStorage.getItem(KEPT) === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}

export const language = ref<Language>(kept());

export function switchLanguage(): void {
  language.value = language.value === "zh" ? "en" : "zh";
  localStorage.setItem(KEPT, language.value);
}

if (typeof document !== "undefined") {
  watchEffect(() => {
    document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
  });
}

/** The word in the chosen language; reading it in a template follows the switch. */
export function t(word: Word, facts: Record<string, string | number> = {}): string {
  return tables[language.value][word].replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ""));
}

/** In every language, the chosen one first: what somebody types may be in either. */
export function inEach(word: Word): string[] {
  return [...new Set([t(word), tables.zh[word], tables.en[word]])];
}

/** For keys the server makes (reasons, checks): their word if we know one, else what we were given. */
export function tOr(key: string, fallback: string): string {
  return Object.hasOwn(zh, key) ? t(key as Word) : fallback;
}
