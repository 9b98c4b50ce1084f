/** What a plan says of a quarter, of an hour, and of the times that lack people. Pure: figures in, figures out. */
import type { Plan } from "../../shared/protocol.ts";
import { grouped } from "../parts/grouped.ts";
import { addDays, hoursOf, localDay, localHour, startOf, type Hour } from "../parts/zoned.ts";

/** `none`: nobody is needed. `tight`: enough as long as everybody comes. */
export type State = "none" | "enough" | "tight" | "short" | "nobody";

export interface Quarter {
  at: number;
  attempts: number | null;
  mean: number;
  low: number;
  high: number;
  required: number;
  binds: Plan["binds"][number];
  toPlan: number;
  planned: number;
  holds: number;
  share: number;
  leave: number;
  p50: number;
  p90: number;
}

/** An hour by its worst quarter. */
export interface HourPlan {
  hour: Hour;
  state: State;
  worst: Quarter;
}

/** Quarters of one local day that lack people, or are tight, one after another; `even`: the same all the time. */
export interface Lack {
  from: number;
  until: number;
  state: State;
  worst: Quarter;
  even: boolean;
}

function indexOf(plan: Plan, at: number): number {
  return Math.round((at - Date.parse(plan.starts_at)) / (plan.quarter_s * 1000));
}

function quarterAt(plan: Plan, index: number): Quarter {
  return {
    at: Date.parse(plan.starts_at) + index * plan.quarter_s * 1000,
    attempts: plan.attempts[index] ?? null,
    mean: plan.mean[index] ?? 0,
    low: plan.low[index] ?? 0,
    high: plan.high[index] ?? 0,
    required: plan.required[index] ?? 0,
    binds: plan.binds[index] ?? "load",
    toPlan: plan.to_plan[index] ?? 0,
    planned: plan.planned[index] ?? 0,
    holds: plan.holds[index] ?? 0,
    share: plan.share[index] ?? 0,
    leave: plan.leave[index] ?? 0,
    p50: plan.wait_p50_s[index] ?? 0,
    p90: plan.wait_p90_s[index] ?? 0,
  };
}

export function quartersOf(plan: Plan, from: number, until: number): Quarter[] {
  const first = Math.max(0, indexOf(plan, from));
  const end = Math.min(plan.mean.length, indexOf(plan, until));
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => quarterAt(plan, first + index));
}

export function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}

export const quartersOfDay = (plan: Plan, day: string, zone: string): Quarter[] => quartersOf(plan, startOf(day, zone), startOf(addDays(day, 1), zone));

export function stateOf({ required, toPlan, planned }: Quarter): State {
  if (required === 0) return "none";
  if (planned < required) return planned === 0 ? "nobody" : "short";
  return planned < toPlan ? "tight" : "enough";
}

export const lacks = (state: State): boolean => state === "short" || state === "nobody";

const margin = ({ planned, required }: Quarter): number => planned - required;
const slack = ({ planned, toPlan }: Quarter): number => planned - toPlan;

/** Where somebody is needed: the quarter that lacks most, and of those the one with the least chance. */
export function worstOf(quarters: readonly Quarter[]): Quarter | undefined {
  const asked = quarters.filter(({ required }) => required > 0);
  const those = asked.length ? asked : quarters;
  return those.toSorted((one, other) => margin(one) - margin(other) || slack(one) - slack(other) || one.holds - other.holds)[0];
}

export function hoursPlanned(plan: Plan, day: string, zone: string): HourPlan[] {
  return hoursOf(day, zone).flatMap((hour) => {
    const worst = worstOf(quartersOf(plan, hour.starts, hour.ends));
    return worst ? [{ hour, state: stateOf(worst), worst }] : [];
  });
}

function lackOf(run: readonly Quarter[], state: State, quarter: number): Lack[] {
  const [first, last, worst] = [run[0], run.at(-1), worstOf(run)];
  if (!first || !last || !worst) return [];
  const even = run.every(({ required, planned }) => required === worst.required && planned === worst.planned);
  return [{ from: first.at, until: last.at + quarter, state: state === "tight" ? state : stateOf(worst), worst, even }];
}

/** The runs of quarters in these states, in order. */
function runsOf(quarters: readonly Quarter[], wanted: (state: State) => boolean, state: State, quarter: number): Lack[] {
  const runs: Lack[] = [];
  let run: Quarter[] = [];
  for (const one of quarters) {
    if (wanted(stateOf(one))) run.push(one);
    else {
      runs.push(...lackOf(run, state, quarter));
      run = [];
    }
  }
  return [...runs, ...lackOf(run, state, quarter)];
}

/** The times from an instant on that lack people, and those that are tight, day by day in order. */
export function lacksOf(plan: Plan, days: readonly string[], zone: string, from: number): { lacking: Lack[]; tight: Lack[] } {
  const quarter = plan.quarter_s * 1000;
  const ahead = days.map((day) => quartersOfDay(plan, day, zone).filter(({ at }) => at + quarter > from));
  return {
    lacking: ahead.flatMap((quarters) => runsOf(quarters, lacks, "short", quarter)),
    tight: ahead.flatMap((quarters) => runsOf(quarters, (state) => state === "tight", "tight", quarter)),
  };
}

const size = ({ from, until, worst }: Lack): number => -margin(worst) * (until - from);

/** Where most people lack first, and of those what lasts longest. */
export function worstFirst<T extends Lack>(some: readonly T[]): T[] {
  return some.toSorted((one, other) => margin(one.worst) - margin(other.worst) || size(other) - size(one) || one.from - other.from);
}

export type Part = "night" | "morning" | "afternoon" | "evening";
const PARTS: readonly Part[] = ["night", "morning", "afternoon", "evening"];

/** A part of a local day, as it is and as it would be. `chance`: the least of its quarters in which somebody is needed. */
export interface Change {
  day: string;
  part: Part;
  toPlan: number;
  toPlanThen: number;
  chance: number;
  chanceThen: number;
}

const most = (quarters: readonly Quarter[]): number => Math.max(0, ...quarters.map(({ toPlan }) => toPlan));
const least = (quarters: readonly Quarter[]): number => Math.min(...quarters.map(({ holds }) => holds));

/** What changes most ahead: in how many to plan, and where that stays the same, in the chance that the promise holds. */
export function changeOf(base: Plan, tried: Plan, zone: string, from: number): Change | null {
  const both = base.mean.map((_, index) => ({ before: quarterAt(base, index), after: quarterAt(tried, index) }));
  const asked = both.filter(({ before, after }) => before.at >= from && (before.required > 0 || after.required > 0));
  const parts = grouped(asked, ({ before: { at } }) => `${localDay(at, zone)} ${PARTS[Math.floor(localHour(at, zone) / 6)]}`);
  const changes = [...parts].map(([key, pairs]): Change => {
    const [before, after] = [pairs.map((pair) => pair.before), pairs.map((pair) => pair.after)];
    const [day = "", part] = key.split(" ");
    return { day, part: part as Part, toPlan: most(before), toPlanThen: most(after), chance: least(before), chanceThen: least(after) };
  });
  const more = ({ toPlan, toPlanThen }: Change): number => Math.abs(toPlanThen - toPlan);
  const shift = ({ chance, chanceThen }: Change): number => Math.abs(chanceThen - chance);
  return changes.toSorted((one, other) => more(other) - more(one) || shift(other) - shift(one))[0] ?? null;
}

/** Hours ahead in which the promise is more likely broken than kept. */
export function doubtfulHours(plan: Plan, days: readonly string[], zone: string, from: number): number {
  const hours = days.flatMap((day) => hoursPlanned(plan, day, zone));
  return hours.filter(({ hour, worst }) => hour.ends > from && worst.required > 0 && worst.holds < 0.5).length;
}
