/** The plans of the line's channels. */
import { useEffect, useRef } from "preact/hooks";
import type { Plan } from "../../shared/protocol.ts";
import { lineChannels, type Channel } from "../coverage/use.ts";
import { useFetched, type Fetched } from "../parts/fetched.ts";
import { lineNow, today, zone } from "../parts/when.ts";
import { QUARTER_MS, addDays, startOf } from "../parts/zoned.ts";

export const AHEAD_DAYS = 14;
const WEEK_DAYS = 7;
/** A plan takes computing: it follows changes of the rota less closely than the coverage does. */
const APART_MS = 5000;

export interface Range {
  first: string;
  days: number;
}

/** The fortnight ahead where the days lie within it; else a week of their own. */
export function rangeOf(first: string, days: number): Range {
  const now = today();
  const within = first >= now && addDays(first, days) <= addDays(now, AHEAD_DAYS);
  return within ? { first: now, days: AHEAD_DAYS } : { first, days: Math.max(days, WEEK_DAYS) };
}

export function planPath(channel: Channel, { first, days }: Range): string {
  const [from = "", until = ""] = [first, addDays(first, days)].map((day) => new Date(startOf(day, zone())).toISOString().replace(".000", ""));
  return `plan?${new URLSearchParams({ channel, from, until })}`;
}

/** A plan, fetched anew once a quarter is over: then it is known what came in it. */
export function usePlan(channel: Channel, range: Range): Fetched<Plan> {
  const plan = useFetched<Plan>(planPath(channel, range), APART_MS);
  const quarter = Math.floor(lineNow() / QUARTER_MS);
  const before = useRef(quarter);
  useEffect(() => {
    if (before.current !== quarter) plan.look();
    before.current = quarter;
  }, [quarter]);
  return plan;
}

/** The fortnight ahead of every channel of the line. */
export function useAhead(): readonly Fetched<Plan>[] {
  const range = { first: today(), days: AHEAD_DAYS };
  const chat = usePlan("chat", range);
  const phone = usePlan("phone", range);
  return lineChannels().map((channel) => (channel === "chat" ? chat : phone));
}
