/** The quarters of today: who came and what became of them, and how long they waited. */
import type { JSX } from "preact";
import type { Board, QuarterNow } from "../../shared/protocol.ts";
import { Plot, type Series } from "../../shared/plot.tsx";
import { zone } from "../parts/when.ts";
import { nowTexts } from "./texts.ts";

/** Seconds, and from a minute on whole minutes. */
const STEPS = [5, 10, 20, 60, 120, 300, 600, 1200, 3600, 7200];

function arrivals(quarters: readonly QuarterNow[]): Series[] {
  const t = nowTexts();
  return [
    { name: t.arrivals, look: "bars", values: quarters.map((one) => one.arrivals) },
    { name: t.answered, look: "solid", values: quarters.map((one) => one.answered) },
    { name: t.abandoned, look: "dashed", values: quarters.map((one) => one.abandoned) },
  ];
}

export function Plots({ board }: { board: Board }): JSX.Element | null {
  const t = nowTexts();
  const { quarters } = board;
  if (quarters.length === 0) return null;
  const at = quarters.map((one) => Date.parse(one.at));
  const waits: Series[] = [{ name: t.plotWait, look: "solid", values: quarters.map((one) => one.wait_p50_s) }];
  return (
    <section class="stack near" aria-labelledby="plots">
      <h2 id="plots">{t.plots}</h2>
      <div class="tables">
        <Plot name={t.plotArrivals} at={at} series={arrivals(quarters)} zone={zone()} told={String} words={t.plotWords} />
        <Plot name={t.plotWaits} at={at} series={waits} zone={zone()} told={t.span} steps={STEPS} words={t.plotWords} />
      </div>
    </section>
  );
}
