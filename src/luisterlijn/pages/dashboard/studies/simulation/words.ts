/** Simulations in words. */
import type { IntervalShown, SimulationShown, StudyAsked, StudyShown } from "../../../shared/protocol.ts";
import { capital, listed } from "../../../shared/when.ts";
import { grouped } from "../../parts/grouped.ts";
import { partTexts } from "../../parts/texts.ts";
import { dayLong, span } from "../../parts/when.ts";
import { decimal } from "../words.ts";
import { isClear, simulated } from "./result.ts";
import { simulationTexts } from "./texts.ts";

const MINUTE_S = 60;
/** Below this a wait is told in seconds. */
const SHORT_S = 90;

type Sort = "share" | "span" | "minutes" | "count";
const SORTS: Record<string, Sort> = {
  helped_share: "share",
  answered_share: "share",
  abandoned_share: "share",
  service_level: "share",
  occupancy: "share",
  wait_p50_s: "span",
  wait_p90_s: "span",
  wait_longest_s: "span",
  uncovered_minutes: "minutes",
};

export const sortOf = (name: string): Sort => SORTS[name] ?? "count";

/** "45 s", "3 min", "1 uur 10 min" */
export function wait(seconds: number): string {
  if (seconds < SHORT_S) return `${decimal(Math.max(0, seconds), 0)} s`;
  return span(seconds);
}

function plain(sort: Sort, value: number): string {
  if (sort === "share") return decimal(value * 100, 0);
  if (sort === "span") return wait(value);
  if (sort === "minutes") return span(value * MINUTE_S);
  return decimal(value);
}

/** A mean lies no lower than nothing, and a share no higher than all of it, whatever its interval says. */
function bounded(sort: Sort, value: number): number {
  return Math.max(0, sort === "share" ? Math.min(1, value) : value);
}

/** "86% (84 tot 88)" */
export function told(name: string, one: IntervalShown | null): string {
  const t = simulationTexts();
  if (one === null) return "–";
  const sort = sortOf(name);
  const mean = sort === "share" ? `${plain(sort, one.mean)}%` : plain(sort, one.mean);
  if (one.low === null || one.high === null) return mean;
  const [low, high] = [plain(sort, bounded(sort, one.low)), plain(sort, bounded(sort, one.high))];
  return low === high ? mean : `${mean} (${t.between(low, high)})`;
}

function signed(sort: Sort, value: number): string {
  const sign = value < 0 ? "−" : "+";
  const size = Math.abs(value);
  const told = sort === "share" ? decimal(size * 100) : plain(sort, size);
  return told === plain(sort, 0) || told === decimal(0) ? told : `${sign}${told}`;
}

/** "+3,1 procentpunt (+2,2 tot +4,0)" */
export function toldMore(name: string, one: IntervalShown | null): string {
  const t = simulationTexts();
  if (one === null) return "–";
  const sort = sortOf(name);
  const mean = sort === "share" ? t.points(signed(sort, one.mean)) : signed(sort, one.mean);
  return one.low === null || one.high === null ? mean : `${mean}${t.range(signed(sort, one.low), signed(sort, one.high))}`;
}

export function stateWords(study: StudyShown): string {
  const t = simulationTexts();
  const { state, done, whole } = study;
  const days = simulated(study)?.days ?? 0;
  switch (state) {
    case "queued":
      return t.queued;
    case "running":
      return whole ? t.progress(done, whole) : t.preparing;
    case "stopping":
      return t.stopping;
    case "failed":
      return t.failed;
    case "stopped":
      return days ? t.stopped(days, study.asked.days) : t.stoppedNone;
    default:
      return t.done(days);
  }
}

/** As `stateWords`, no oftener than each quarter of the way: what is read aloud. */
export function aloudWords(study: StudyShown): string {
  const quarter = Math.max(1, Math.floor(study.whole / 4));
  return stateWords({ ...study, done: Math.floor(study.done / quarter) * quarter });
}

const percent = (factor: number): number => Math.round(factor * 100) - 100;

/** "20 keer, 20% meer bellers dan verwacht, 34 mensen in het rooster" */
export function askedWords({ days, arrivals, handle, show_rate, recorded }: StudyAsked, result: SimulationShown | null): string {
  const t = simulationTexts();
  const said = [t.askedTimes(days)];
  if (recorded) said.push(t.askedRecorded);
  if (percent(arrivals)) said.push(t.askedArrivals(percent(arrivals)));
  if (percent(handle)) said.push(t.askedHandle(percent(handle)));
  const rate = show_rate ?? result?.show_rate;
  if (rate) said.push(t.askedShow(decimal(rate * 100, 0)));
  if (result) said.push(t.askedPeople(result.people));
  return `${capital(said.join(", "))}.`;
}

export const nameOf = ({ first_on }: StudyAsked): string => dayLong(first_on);

function nobodyWords({ channels }: SimulationShown): string[] {
  const t = simulationTexts();
  const names = partTexts().channels as Record<string, string>;
  const long = ([, figures]: [string, SimulationShown["figures"]]): string => span(Math.round(figures["uncovered_minutes"]?.mean ?? 0) * MINUTE_S);
  return [...grouped(Object.entries(channels), long)].map(([told, same]) => {
    const who = listed(same.map(([channel]) => names[channel] ?? channel));
    return told === span(0) ? t.never(who) : t.nobody(who, told);
  });
}

/** The result as somebody would tell it. */
export function resultWords(result: SimulationShown): string[] {
  const t = simulationTexts();
  const { figures } = result;
  const { helped_share, wait_p50_s, wait_p90_s, wait_longest_s, occupancy, breaks_missed, rest_missed } = figures;
  if (!helped_share) return [t.nobodyCame, ...nobodyWords(result)];
  const said = [t.helped(result.before ? t.withIt : t.withThis, told("helped_share", helped_share))];
  if (wait_p50_s && wait_p90_s) said.push(t.waits(wait(wait_p50_s.mean), wait(wait_p90_s.mean)));
  if (wait_longest_s) said.push(t.longest(wait(wait_longest_s.mean)));
  said.push(...nobodyWords(result));
  if (occupancy) said.push(t.busy(told("occupancy", occupancy)));
  if (breaks_missed && breaks_missed.mean >= 0.05) said.push(t.breaks(decimal(breaks_missed.mean)));
  if (rest_missed && rest_missed.mean >= 0.05) said.push(t.rests(decimal(rest_missed.mean)));
  return said;
}

/** "Met het voorstel krijgt 3,1 procentpunt meer van de bellers iemand (2,2 tot 4,0)." */
export function comparedWords(one: IntervalShown): string {
  const t = simulationTexts();
  const points = (value: number): string => decimal(Math.abs(value) * 100);
  if (!isClear(one) || one.low === null || one.high === null) return t.noDifference;
  const bounds = [one.low, one.high].map(Math.abs).sort((a, b) => a - b) as [number, number];
  return (one.mean > 0 ? t.more : t.less)(points(one.mean), t.range(points(bounds[0]), points(bounds[1])));
}
