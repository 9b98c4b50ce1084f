/** What may be read from the result of a simulation. */
import type { IntervalShown, SimulationShown, StudyShown } from "../../../shared/protocol.ts";

/** Null before the first day is done. */
export function simulated({ simulation }: StudyShown): SimulationShown | null {
  return simulation && simulation.days > 0 ? simulation : null;
}

/** Whether the difference is more than chance makes of it. */
export function isClear({ low, high }: IntervalShown): boolean {
  return low !== null && high !== null && (low > 0 || high < 0);
}
