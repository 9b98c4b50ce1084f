/** Holes and hours in words. */
import type { Coverage, Hole } from "../../shared/protocol.ts";
import { language } from "../../shared/language.ts";
import { listed } from "../../shared/when.ts";
import { partTexts } from "../parts/texts.ts";
import { rangeFromNow, time, times } from "../parts/when.ts";
import { nobodyIn, type Cell } from "./reading.ts";
import { coverageTexts } from "./texts.ts";

/** By language and channels: there are few, and a list costs a formatter. */
const known = new Map<string, string>();

/** "chat en telefoon" */
export function channelNames(channels: readonly ("chat" | "phone")[]): string {
  const key = `${language.value} ${channels.join()}`;
  const made = known.get(key) ?? listed(channels.map((channel) => partTexts().channels[channel]));
  known.set(key, made);
  return made;
}

export const holeWhen = (hole: Hole): string => rangeFromNow(hole.starts_at, hole.ends_at);

/** "één te weinig voor chat, niemand van 00:00 tot 02:00" */
export function holeWhat(hole: Hole, coverages: readonly Coverage[] = []): string {
  const t = coverageTexts();
  const names = channelNames(hole.channels);
  const empty = nobodyIn(hole, coverages);
  if (!empty) return hole.severity >= 1 ? t.shortNobody(partTexts().short(hole.short), names) : t.shortFor(partTexts().short(hole.short), names);
  const all = empty.from <= Date.parse(hole.starts_at) && empty.until >= Date.parse(hole.ends_at);
  if (all) return t.nobodyFor(names);
  const part = empty.until >= Date.parse(hole.ends_at) ? t.nobodyFrom(time(empty.from)) : t.nobodyBetween(times(empty.from, empty.until));
  return `${t.shortFor(partTexts().short(hole.short), names)}, ${part}`;
}

export function holeWords(hole: Hole, coverages: readonly Coverage[] = []): string {
  return `${holeWhen(hole)}: ${holeWhat(hole, coverages)}`;
}

/** "22:00 tot 23:00: 2 van 3, één te weinig" */
export function cellWords(cell: Cell): string {
  const t = coverageTexts();
  const when = times(cell.hour.starts, cell.hour.ends) + (cell.hour.again ? `, ${t.again}` : "");
  if (cell.state === "unknown") return `${when}: ${t.notKnown}`;
  if (cell.state === "none") return `${when}: ${cell.planned ? t.noneButPlanned(cell.planned) : t.none}`;
  const of = t.of(cell.planned, cell.required);
  if (cell.state === "enough") return `${when}: ${of}, ${t.enough}`;
  return `${when}: ${cell.state === "nobody" ? t.nobodyOf(cell.required) : `${of}, ${partTexts().short(cell.required - cell.planned)}`}`;
}
