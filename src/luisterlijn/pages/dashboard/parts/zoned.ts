/** Local days and hours of a time zone, clock changes included. Days are "2026-03-29"; instants are milliseconds. */

export const MINUTE_MS = 60_000;
export const QUARTER_MS = 900_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const digits = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  const made = new Intl.DateTimeFormat("en-CA", { ...digits, hourCycle: "h23", timeZone: zone });
  formats.set(zone, made);
  return made;
}

/** What a clock on the wall says, as if it hung in UTC. */
function wall(at: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const dayOf = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 10);

export const localDay = (at: number, zone: string): string => dayOf(wall(at, zone));
export const localHour = (at: number, zone: string): number => new Date(wall(at, zone)).getUTCHours();
/** "22:00", as a time field holds it. */
export const localTime = (at: number, zone: string): string => new Date(wall(at, zone)).toISOString().slice(11, 16);

export function addDays(day: string, count: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS);
}

/** Monday is 0. */
export function weekday(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export const monday = (day: string): string => addDays(day, -weekday(day));

/** Whether the text is a day that is. */
export function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text;
}

/** The instant of a local day and time: of a time that comes twice the first, of one that is skipped as much later. */
export function instantOf(day: string, time: string, zone: string): number {
  const asked = Date.parse(`${day}T${time}:00Z`);
  const before = wall(asked - DAY_MS, zone) - (asked - DAY_MS);
  const after = wall(asked + DAY_MS, zone) - (asked + DAY_MS);
  const tries = [asked - before, asked - after].filter((at) => wall(at, zone) === asked);
  return tries.length ? Math.min(...tries) : asked - before;
}

export const startOf = (day: string, zone: string): number => instantOf(day, "00:00", zone);

/** An hour of a local day; `again`: the clock was put back into it. */
export interface Hour {
  starts: number;
  ends: number;
  hour: number;
  again: boolean;
}

/** The hours between two instants as the clock shows them: 23 or 25 on a day it changes. */
export function hoursBetween(begin: number, end: number, zone: string): Hour[] {
  const hours: Hour[] = [];
  let before = -1;
  for (let at = begin; at < end; at += QUARTER_MS) {
    const now = new Date(wall(at, zone));
    const minutes = now.getUTCHours() * 60 + now.getUTCMinutes();
    const last = hours.at(-1);
    if (last && last.hour === now.getUTCHours() && minutes > before) last.ends = at + QUARTER_MS;
    else hours.push({ starts: at, ends: at + QUARTER_MS, hour: now.getUTCHours(), again: hours.length > 0 && minutes <= before && minutes > 0 });
    before = minutes;
  }
  return hours;
}

export function hoursOf(day: string, zone: string): Hour[] {
  return hoursBetween(startOf(day, zone), startOf(addDays(day, 1), zone), zone);
}
