/** What somebody said of when they can come, in words. */
import type { AvailabilityShown, DaysAway, WeeklyWindow } from "../../../shared/protocol.ts";
import { capital, dateWords, listed, weekdayWords } from "../../../shared/when.ts";
import { texts } from "./texts.ts";

const MOST_NAMED = 2;

export const short = (time: string): string => time.slice(0, 5);

export function timeWords({ weekday, begins, ends }: WeeklyWindow): string {
  return texts().time(weekdayWords(weekday), short(begins), short(ends));
}

export function daysWords({ first_on: first, last_on: last }: DaysAway): string {
  return texts().days(dateWords(first), dateWords(last));
}

/** All of it in a line: the times where they are few, and how much in a month. */
export function summary({ windows, away, hours, shifts, nights }: AvailabilityShown): string {
  const t = texts();
  const times = windows.length > MOST_NAMED ? [t.times(windows.length)] : windows.map(timeWords);
  const much = [hours !== null && t.inMonth.hours(hours), shifts !== null && t.inMonth.shifts(shifts), nights !== null && t.inMonth.nights(nights)];
  const said = [...times, ...much, away.length > 0 && t.gone(away.length)].filter((one): one is string => one !== false);
  return said.length === 0 ? t.nothing : `${capital(listed(said))}.`;
}
