/** Times of shifts in words, in the time zone of the line: "vandaag, 20:00 tot 23:00". */
import { clock, language } from "./language.ts";
import { sharedTexts } from "./texts.ts";

const DAY_MS = 86_400_000;

const locale = (): string => (language.value === "en" ? "en-GB" : language.value);

/** "2026-03-13", the local day of an instant. */
export function dayOf(at: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(at));
}

/** "zaterdag", the local day of the week. */
function weekday(at: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat(locale(), { weekday: "long", timeZone }).format(new Date(at));
}

/** "maandag" of 0 to "zondag" of 6. */
export function weekdayWords(number: number): string {
  return weekday(new Date(Date.UTC(2024, 0, 1 + number, 12)), "UTC");
}

/** "vandaag", "morgen" or "vrijdag 13 maart". */
export function day(at: string | Date, timeZone: string, now: number = Date.now()): string {
  const today = dayOf(new Date(now), timeZone);
  const away = Math.round((Date.parse(dayOf(at, timeZone)) - Date.parse(today)) / DAY_MS);
  if (away === 0 || away === 1) return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(away, "day");
  return new Intl.DateTimeFormat(locale(), { weekday: "long", day: "numeric", month: "long", timeZone }).format(new Date(at));
}

/** "vandaag, 20:00 tot 23:00"; an end on another day has its name: "vandaag, 22:00 tot zaterdag 06:00". */
export function span(startsAt: string, endsAt: string, timeZone: string, now?: number): string {
  const lastMoment = new Date(Date.parse(endsAt) - 1);
  const over = dayOf(startsAt, timeZone) === dayOf(lastMoment, timeZone) ? "" : `${weekday(endsAt, timeZone)} `;
  return `${day(startsAt, timeZone, now)}, ${clock(startsAt, timeZone)} ${sharedTexts().until} ${over}${clock(endsAt, timeZone)}`;
}

/** "vandaag om 20:00". */
export function instant(at: string | Date, timeZone: string, now?: number): string {
  return sharedTexts().atTime(day(at, timeZone, now), clock(at, timeZone));
}

/** "12 maart 2027", of a date without a time. */
export function dateWords(date: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date}T12:00:00Z`));
}

/** Whether the clock of whoever reads this shows another hour than that of the line. */
export function elsewhere(at: string | Date, timeZone: string): boolean {
  return clock(at, timeZone) !== clock(at);
}

/** "Amsterdam" of "Europe/Amsterdam". */
export function cityOf(timeZone: string): string {
  return (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");
}

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase(language.value) + text.slice(1);
}

/** "chat en telefoon". */
export function listed(words: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(words);
}
