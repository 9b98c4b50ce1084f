/** What a simulation comes to, as `luisterlijn simulate --json` prints it too. */
import type { StudyShown } from "../../../shared/protocol.ts";

/** A mean over the days, and the bounds it lies between, 95% certain; null of one day alone. */
export interface Spread {
  mean: number;
  low: number | null;
  high: number | null;
  days: number;
}

export type Figures = Readonly<Record<string, Spread | null>>;

export interface Summed {
  figures: Figures;
  channels: Readonly<Record<string, Figures>>;
  by_hour: readonly (Spread | null)[];
}

/** `difference`: what it has more than `before`, the same days with the rota as it is. */
export interface Simulated extends Summed {
  starts_at: string;
  asked: number;
  days: number;
  people: number;
  show_rate: number;
  within_s: number;
  hours: readonly string[];
  /** Each day by itself: its figures under `all` and each channel. */
  rows: readonly Readonly<Record<string, Readonly<Record<string, number | null>>>>[];
  difference?: Summed;
  before?: Simulated;
}

/** Null before the first day is done. */
export function simulated({ simulation }: StudyShown): Simulated | null {
  const said = simulation as Simulated | null;
  return said && said.days > 0 && said.figures ? said : null;
}

/** Whether the difference is more than chance makes of it. */
export function isClear({ low, high }: Spread): boolean {
  return low !== null && high !== null && (low > 0 || high < 0);
}
