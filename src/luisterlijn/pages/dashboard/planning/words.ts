/** Hours, waits and times that lack people, in words. */
import type { Plan } from "../../shared/protocol.ts";
import type { ShapeName } from "../../shared/shapes.tsx";
import { capital } from "../../shared/when.ts";
import type { Channel } from "../coverage/use.ts";
import { nowTexts } from "../now/texts.ts";
import { partTexts } from "../parts/texts.ts";
import { dayLong, time, times, zone } from "../parts/when.ts";
import { addDays, localDay, startOf } from "../parts/zoned.ts";
import type { HourPlan, Lack, Quarter, State } from "./reading.ts";
import { planningTexts } from "./texts.ts";

export const STATE_SHAPE: Record<State, ShapeName> = { none: "ring", enough: "full", tight: "half", short: "cut", nobody: "cut" };

const CHANCE_SHAPE: readonly (readonly [number, ShapeName])[] = [
  [0.9, "full"],
  [0.75, "target"],
  [0.5, "half"],
  [0.25, "ring"],
  [0, "cut"],
];

export const chanceShape = (chance: number): ShapeName => CHANCE_SHAPE.find(([least]) => chance >= least)?.[1] ?? "cut";

/** Whole seconds below a minute, then whole minutes. */
const rough = (seconds: number): string => nowTexts().span(seconds < 60 ? Math.round(seconds) : Math.round(seconds / 60) * 60);

const AT_ONCE_S = 5;

export const isWait = ({ p90 }: Quarter): boolean => p90 >= AT_ONCE_S;

/** "2 tot 9 min": the wait of half of those who come, and of nine in ten. */
export function waitWords({ planned, p50, p90 }: Quarter): string {
  const t = planningTexts();
  if (planned === 0) return t.nobodyAnswers;
  if (p90 < AT_ONCE_S) return t.atOnce;
  if (p50 < AT_ONCE_S) return t.waitUpTo(rough(p90));
  const [low, high] = [rough(p50), rough(p90)];
  if (low === high) return low;
  const shared = low.endsWith(" min") && high.endsWith(" min");
  return t.waitWords(shared ? low.slice(0, -" min".length) : low, high);
}

/** "60 s", "5 min". */
export const withinShort = (seconds: number): string => (seconds > 120 ? rough(seconds) : `${seconds} s`).replaceAll(" ", "\u00a0");

/** "60 seconden", "5 minuten". */
export function withinWords(seconds: number): string {
  const t = planningTexts();
  return seconds % 60 === 0 && seconds > 120 ? t.minutes(seconds / 60) : t.seconds(seconds);
}

/** "zaterdag 5 december 20:00 tot 23:00, chat" */
export function lackWhen({ from, until }: Lack, channel: Channel): string {
  const day = localDay(from, zone());
  const whole = from === startOf(day, zone()) && until === startOf(addDays(day, 1), zone());
  return `${dayLong(day)} ${whole ? planningTexts().wholeDay : times(from, until)}, ${partTexts().channels[channel]}`;
}

/** "Zaterdag 5 december 20:00 tot 23:00, chat: 5 nodig, 3 in het rooster. Nog 2 erbij, liever 3." */
export function lackWords(lack: Lack, channel: Channel): string {
  const t = planningTexts();
  const { state, worst, even } = lack;
  const when = capital(lackWhen(lack, channel));
  const rather = worst.toPlan - worst.planned;
  const what = t.lackWords(worst.required, worst.planned, even, time(worst.at));
  return `${when}: ${what}. ${state === "tight" ? t.ratherMore(rather) : t.more(worst.required - worst.planned, rather)}`;
}

export function hourWords({ hour }: HourPlan): string {
  return times(hour.starts, hour.ends) + (hour.again ? `, ${planningTexts().again}` : "");
}

export function promiseWords({ promise: { share, within_s, leave, judged } }: Plan): string[] {
  const t = planningTexts();
  const said: string[] = [];
  if (share !== null) said.push(judged === "waits" ? t.promiseWaits(share, withinWords(within_s)) : t.promiseShare(share, withinWords(within_s)));
  if (leave !== null) said.push(t.promiseLeave(leave));
  return said;
}
