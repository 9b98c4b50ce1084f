/** The coarse wait in words' numbers. It leans upward: each end is rounded up to the next step. */
import type { WaitRange } from "../shared/protocol.ts";

/** Minutes a person can picture. */
const STEPS = [2, 5, 10, 15, 20, 30, 45, 60, 90, 120];

export interface CoarseWait {
  low: number;
  /** null: longer than the longest step */
  high: number | null;
}

function up(seconds: number): number | null {
  return STEPS.find((step) => seconds <= step * 60) ?? null;
}

export function coarse({ low_s, high_s }: WaitRange): CoarseWait {
  return { low: up(low_s) ?? 120, high: up(high_s) };
}
