/** What a coverage says of an hour, and of a hole. Pure: figures in, figures out. */
import type { Coverage, Hole } from "../../shared/protocol.ts";
import type { Hour } from "../parts/zoned.ts";

/** `none`: nobody is asked for. `unknown`: outside of what was fetched. */
export type CellState = "unknown" | "none" | "enough" | "short" | "nobody";

/** An hour by its worst quarter. */
export interface Cell {
  hour: Hour;
  state: CellState;
  required: number;
  planned: number;
  likely: number;
}

export interface Quarter {
  at: number;
  required: number;
  planned: number;
  expected: number;
  likely: number;
}

function indexOf(coverage: Coverage, at: number): number {
  return Math.round((at - Date.parse(coverage.starts_at)) / (coverage.quarter_s * 1000));
}

export function quartersOf(coverage: Coverage, from: number, until: number): Quarter[] {
  const quarters: Quarter[] = [];
  const first = Math.max(0, indexOf(coverage, from));
  for (let index = first; index < Math.min(coverage.required.length, indexOf(coverage, until)); index++) {
    quarters.push({
      at: Date.parse(coverage.starts_at) + index * coverage.quarter_s * 1000,
      required: coverage.required[index] ?? 0,
      planned: coverage.planned[index] ?? 0,
      expected: coverage.expected[index] ?? 0,
      likely: coverage.likely[index] ?? 0,
    });
  }
  return quarters;
}

const margin = ({ planned, required }: Quarter): number => planned - required;

function stateOf({ required, planned }: Quarter): CellState {
  if (required === 0) return "none";
  if (planned >= required) return "enough";
  return planned === 0 ? "nobody" : "short";
}

export function cellOf(coverage: Coverage, hour: Hour): Cell {
  const quarters = quartersOf(coverage, hour.starts, hour.ends);
  const asked = quarters.filter(({ required }) => required > 0);
  const worst = (asked.length ? asked : quarters).toSorted((one, other) => margin(one) - margin(other) || one.planned - other.planned)[0];
  if (!worst) return { hour, state: "unknown", required: 0, planned: 0, likely: 1 };
  const likely = Math.min(...quarters.map((quarter) => quarter.likely));
  return { hour, state: stateOf(worst), required: worst.required, planned: worst.planned, likely };
}

/** The holes of all channels from an instant on, those of the same time as one, in order. */
export function holesOf(coverages: readonly Coverage[], from: number): Hole[] {
  const each = new Map<string, Hole>();
  for (const { channel, holes } of coverages) {
    for (const hole of holes) {
      const key = `${hole.starts_at} ${hole.ends_at} ${hole.short}`;
      const known = each.get(key);
      const channels = [...new Set([...(known?.channels ?? []), ...(hole.channels.length ? hole.channels : [channel])])];
      each.set(key, { ...hole, channels });
    }
  }
  return [...each.values()].filter(({ ends_at }) => Date.parse(ends_at) > from).sort((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at));
}

/** The first run within a hole in which nobody at all is planned. */
export function nobodyIn(hole: Hole, coverages: readonly Coverage[]): { from: number; until: number } | null {
  const one = coverages.find(({ channel }) => hole.channels.includes(channel));
  if (!one) return null;
  const quarters = quartersOf(one, Date.parse(hole.starts_at), Date.parse(hole.ends_at));
  const first = quarters.findIndex(({ required, planned }) => required > 0 && planned === 0);
  if (first < 0) return null;
  const after = quarters.findIndex(({ planned }, index) => index > first && planned > 0);
  const from = quarters[first]?.at ?? 0;
  return { from, until: after < 0 ? Date.parse(hole.ends_at) : (quarters[after]?.at ?? 0) };
}

export function uncovered(coverages: readonly Coverage[], span: "day" | "week" | "fortnight"): number {
  return coverages.reduce((sum, { uncovered_s }) => sum + (uncovered_s[span] ?? 0), 0);
}
