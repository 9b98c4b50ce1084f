/** The language of the page: what the browser asks for, or what the person chose; kept for this tab only. */
import { effect, signal } from "@preact/signals";

export type Language = "nl" | "en";

const KEPT = "taal";

function first(): Language {
  const kept = sessionStorage.getItem(KEPT);
  if (kept === "nl" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("nl") ? "nl" : "en";
}

export const language = signal<Language>(first());

effect(() => {
  document.documentElement.lang = language.value;
});

export function speak(chosen: Language): void {
  sessionStorage.setItem(KEPT, chosen);
  language.value = chosen;
}

/** The catalogue in the language of now; reading it in a component makes that follow the language. */
export function catalogue<Texts>(texts: Record<Language, Texts>): () => Texts {
  return () => texts[language.value];
}

/** "21:05", in the time of the page's reader or of a time zone. */
export function clock(at: string | Date, timeZone?: string): string {
  const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat(language.value, { ...hour, timeZone }).format(new Date(at));
}

/** "maandag 3 maart, 21:05", in the time of a time zone. */
export function moment(at: string, timeZone: string): string {
  const day = { weekday: "long", day: "numeric", month: "long", timeZone } as const;
  return `${new Intl.DateTimeFormat(language.value, day).format(new Date(at))}, ${clock(at, timeZone)}`;
}

/** "Nederlands" for "nl", with a capital, in the language of the page or in that of `told`. */
export function languageName(code: string, told: string = language.value): string {
  const name = new Intl.DisplayNames([told], { type: "language" }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(told) + name.slice(1);
}
