/** Who comes, and how many people that needs, quarter by quarter: each plot with its table. */
import type { JSX } from "preact";
import { clock } from "../../shared/language.ts";
import { Plot, type Series } from "../../shared/plot.tsx";
import { dayShort, zone } from "../parts/when.ts";
import { localDay } from "../parts/zoned.ts";
import type { Quarter } from "./reading.ts";
import { planningTexts } from "./texts.ts";

const DAY_S = 86_400;

function arrivals(quarters: readonly Quarter[]): Series[] {
  const t = planningTexts();
  return [
    { name: t.band, look: "band", values: quarters.map(({ high }) => high), low: quarters.map(({ low }) => low) },
    { name: t.mean, look: "line", values: quarters.map(({ mean }) => mean) },
    { name: t.attempts, look: "dots", values: quarters.map(({ attempts }) => attempts) },
  ];
}

function people(quarters: readonly Quarter[]): Series[] {
  const t = planningTexts();
  return [
    { name: t.planned, look: "area", values: quarters.map(({ planned }) => planned) },
    { name: t.toPlan, look: "stepdashed", values: quarters.map(({ toPlan }) => toPlan) },
    { name: t.required, look: "step", values: quarters.map(({ required }) => required) },
  ];
}

const weekday = (ms: number): string => dayShort(localDay(ms, zone()));
const weekdayAndTime = (ms: number): string => `${weekday(ms)} ${clock(new Date(ms), zone())}`;

/** Beside each other for a day; a week is wider. */
export function Plots({ quarters, week }: { quarters: readonly Quarter[]; week: boolean }): JSX.Element {
  const t = planningTexts();
  const at = quarters.map((one) => one.at);
  const shared = { at, zone: zone(), told: t.number, words: t.plotWords, ...(week && { moments: { tick: weekday, row: weekdayAndTime, every: [DAY_S, 2 * DAY_S, 7 * DAY_S] } }) };
  return (
    <div class={week ? "stack" : "tables"}>
      <Plot key={`arrivals ${week}`} name={t.plotArrivals} series={arrivals(quarters)} {...shared} />
      <Plot key={`people ${week}`} name={t.plotPeople} series={people(quarters)} {...shared} />
    </div>
  );
}
