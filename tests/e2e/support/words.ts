// The words of the screens, read from locales/: tests find things by the name that people see or hear.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export type Language = "en" | "zh-Hans" | "zh-Hant";

/** Every language of the app. */
export const LANGUAGES: readonly Language[] = ["zh-Hans", "zh-Hant", "en"];

/** The tag by which a browser asks for each. */
export const BROWSER_LOCALE: Record<Language, string> = { en: "en-US", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" };

type Values = Record<string, string | number>;
type Entry = string | Record<string, string>;

/** The words of one language. */
export class Words {
  readonly language: Language;
  readonly #entries = new Map<string, Entry>();

  constructor(language: Language) {
    this.language = language;
    const folder = join(import.meta.dirname, "../../../locales", language);
    for (const name of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
      const table: Record<string, Entry> = JSON.parse(readFileSync(join(folder, name), "utf8"));
      for (const [key, entry] of Object.entries(table)) this.#entries.set(key, entry);
    }
  }

  /** The text of `key` with its values filled in. */
  say(key: string, values: Values = {}): string {
    return this.#template(key, values).replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`${key} wants {${name}}`);
      return String(value);
    });
  }

  /** What matches `key` with any values but those given. */
  like(key: string, values: Values = {}): RegExp {
    const parts = this.#template(key, values).split(/(\{\w+\})/);
    const pattern = parts.map((part) => {
      if (!/^\{\w+\}$/.test(part)) return escaped(part);
      const value = values[part.slice(1, -1)];
      return value === undefined ? ".+" : escaped(String(value));
    });
    return new RegExp(`^\\s*${pattern.join("")}\\s*$`, "s");
  }

  #template(key: string, values: Values): string {
    const entry = this.#entries.get(key);
    if (entry === undefined) throw new Error(`${this.language} has no word ${key}`);
    if (typeof entry === "string") return entry;
    const form = new Intl.PluralRules(this.language).select(Number(values["count"] ?? 2));
    const text = entry[form] ?? entry["other"];
    if (text === undefined) throw new Error(`${this.language} has no form of ${key} for ${form}`);
    return text;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
