/** Proposals in words. */
import type { FairShown, GapShown, ProposalShown, StudyAsked, StudyShown } from "../../shared/protocol.ts";
import { language } from "../../shared/language.ts";
import { listed } from "../../shared/when.ts";
import { dayLong, span, times } from "../parts/when.ts";
import { DAY_MS } from "../parts/zoned.ts";
import { isGoing } from "./following.ts";
import { studyTexts } from "./texts.ts";

/** What stands in the way whoever it is: how many it holds for says nothing. */
const WITHOUT_PEOPLE = ["full", "started", "no_shift"];

export const lastOf = ({ first_on, last_on }: StudyAsked): string => last_on ?? first_on;

export function daysOf(asked: StudyAsked): number {
  return Math.round((Date.parse(lastOf(asked)) - Date.parse(asked.first_on)) / DAY_MS) + 1;
}

export const periodWords = (asked: StudyAsked): string => studyTexts().listed(dayLong(asked.first_on), dayLong(lastOf(asked)));

/** "2,5": with a comma where that is how it is written. */
export function decimal(value: number, digits = 1): string {
  return new Intl.NumberFormat(language.value, { maximumFractionDigits: digits }).format(value);
}

/** How far from the best it may be: rounded up, so that it is never said to be better than it is. */
export function boundWords({ proven, gap }: ProposalShown): string {
  const t = studyTexts();
  if (proven) return t.best;
  if (gap === null) return t.unknownBound;
  return gap <= 0.01 ? t.withinLess : t.within(decimal(Math.ceil(gap * 100), 0));
}

/** Which proposal this is, and what may still come. */
export function stateWords({ state }: StudyShown, proposal: ProposalShown | null): string {
  const t = studyTexts();
  if (state === "failed") return proposal === null ? t.failed : t.failedFirst;
  if (proposal === null) return { queued: t.queued, running: t.preparing, stopping: t.stopping, done: t.stoppedNone, stopped: t.stoppedNone }[state];
  if (isGoing(state)) return state === "stopping" ? t.stopping : t.searching;
  if (proposal.proven) return t.best;
  return `${proposal.method === "highs" ? t.better : t.firstOnly} ${boundWords(proposal)}`;
}

export function coveredWords({ uncovered_s, uncovered_then_s }: ProposalShown): string {
  const t = studyTexts();
  if (uncovered_s === 0 && uncovered_then_s === 0) return t.coveredBoth;
  const said = uncovered_then_s === 0 ? t.coveredAll(span(uncovered_s)) : t.covered(span(uncovered_s), span(uncovered_then_s));
  return `${said} ${t.coveredAbout}`;
}

/** "Niemand die past, kan dan komen. Van de anderen: 12 kunnen dan niet en 3 hebben dan rust nodig." */
export function gapWords(gap: GapShown, whole: boolean): string {
  const t = studyTexts();
  const counts = Object.entries(gap.counts).filter(([key, count]) => count > 0 && !WITHOUT_PEOPLE.includes(key));
  const said = [gap.why === "nobody_fit" && counts.length === 0 ? t.allThere : t.why[gap.why]];
  if (counts.length) said.push(t.countsLead(listed(counts.map(([key, count]) => (t.counts[key] ?? t.countsOther)(count)))));
  return `${whole ? "" : `${t.part(times(gap.starts_at, gap.ends_at))}: `}${said.filter(Boolean).join(" ")}`;
}

function fromTo(values: readonly number[]): string {
  return studyTexts().fromTo(Math.min(...values), Math.max(...values));
}

export function fairWords(fair: readonly FairShown[]): string[] {
  const t = studyTexts();
  if (fair.length === 0) return [];
  const all = (key: "nights" | "nights_then" | "weekends" | "weekends_then"): string => fromTo(fair.map((one) => one[key]));
  return [t.fairNights(all("nights"), all("nights_then")), t.fairWeekends(all("weekends"), all("weekends_then"))];
}
