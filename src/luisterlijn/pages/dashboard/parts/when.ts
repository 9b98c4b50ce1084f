/** Instants and spans in words, on the line's own clock. */
import { computed } from "@preact/signals";
import { clock, language } from "../../shared/language.ts";
import { board, line } from "../state.ts";
import { partTexts } from "./texts.ts";
import { HOUR_MS, MINUTE_MS, addDays, localDay, localHour } from "./zoned.ts";

export const zone = (): string => line.value?.timezone ?? "Europe/Amsterdam";

/** To the minute: what reads it is drawn anew once a minute, not with each board. */
const minute = computed(() => Math.floor((board.value ? Date.parse(board.value.at) : Date.now()) / MINUTE_MS) * MINUTE_MS);
const day = computed(() => localDay(minute.value, zone()));

/** The line's own now, as far as it is known, in whole minutes. */
export const lineNow = (): number => minute.value;
export const today = (): string => day.value;

export const time = (at: string | number): string => clock(new Date(at), zone());

/** As `time`, of thousands: a formatter each would cost a second. */
const clocks = new Map<string, Intl.DateTimeFormat>();
export function clockOf(at: string): string {
  const made = clocks.get(zone()) ?? new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone() });
  clocks.set(zone(), made);
  return made.format(new Date(at));
}

function said(day: string, form: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language.value === "en" ? "en-GB" : language.value, { ...form, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** "maandag 3 maart" */
export const dayLong = (day: string): string => said(day, { weekday: "long", day: "numeric", month: "long" });
/** "ma 3 mrt" */
export const dayShort = (day: string): string => said(day, { weekday: "short", day: "numeric", month: "short" });
/** "3 maart 2026" */
export const dayDate = (day: string): string => said(day, { day: "numeric", month: "long", year: "numeric" });
/** "maandag": Monday is 0. */
export const weekdayName = (index: number): string => said(addDays("2024-01-01", index), { weekday: "long" });

/** "vanavond", "vannacht", "morgen", or the day by name. */
export function dayWord(at: number): string {
  const t = partTexts();
  const [day, hour, now] = [localDay(at, zone()), localHour(at, zone()), today()];
  if (day === now) return hour >= 18 ? t.tonight : hour < 6 && localHour(lineNow(), zone()) < 6 ? t.thisNight : t.today;
  const night = localHour(lineNow(), zone()) < 6;
  if (day === addDays(now, 1)) return hour < 6 ? (night ? t.comingNight : t.thisNight) : hour >= 18 ? t.tomorrowEvening : t.tomorrow;
  return dayShort(day);
}

/** "vanavond 22:00 tot 02:00"; the second day is named only where it would not be clear. */
export function range(from: string | number, until: string | number): string {
  const [begin, end] = [new Date(from).getTime(), new Date(until).getTime()];
  const far = end - begin >= 20 * HOUR_MS;
  const last = far ? `${dayWord(end)} ${time(end)}` : time(end);
  return `${dayWord(begin)} ${partTexts().until(time(begin), last)}`;
}

/** As `range`, "nu tot 02:00" where it has begun. */
export function rangeFromNow(from: string, until: string): string {
  const begun = Date.parse(from) <= lineNow() && lineNow() < Date.parse(until);
  return begun ? partTexts().until(partTexts().now, Date.parse(until) - lineNow() < 20 * HOUR_MS ? time(until) : instant(until)) : range(from, until);
}

/** "22:00 tot 06:00" */
export const times = (from: string | number, until: string | number): string => partTexts().until(time(from), time(until));

/** "maandag 3 maart, 22:00 tot 06:00" */
export function rangeLong(from: string, until: string): string {
  return `${dayLong(localDay(Date.parse(from), zone()))}, ${times(from, until)}`;
}

/** "vandaag 21:50" */
export function instant(at: string | number): string {
  return `${dayWord(new Date(at).getTime())} ${time(at)}`;
}

/** "3 uur 15 min": whole minutes, at least one where there is anything. */
export function span(seconds: number): string {
  const t = partTexts();
  const minutes = seconds > 0 ? Math.max(1, Math.round(seconds / 60)) : 0;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return t.minutes(rest);
  return rest ? `${t.hours(hours)} ${t.minutes(rest)}` : t.hours(hours);
}

/** As `span`, from ten hours on in whole hours. */
export function spanRough(seconds: number): string {
  return seconds < 36_000 ? span(seconds) : partTexts().hours(Math.round(seconds / 3600));
}
