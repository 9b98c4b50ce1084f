/** One simulation: how far it is, what it came to in words, then plots with tables; with a proposal, beside the rota as it is. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { to } from "../../../shared/hash.ts";
import { remove } from "../../../shared/http.ts";
import { Plot, type Series } from "../../../shared/plot.tsx";
import type { PlayedShown, SimulationShown, StudyShown } from "../../../shared/protocol.ts";
import type { Fetched } from "../../parts/fetched.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { zone } from "../../parts/when.ts";
import { QUARTER_MS } from "../../parts/zoned.ts";
import { isGoing } from "../following.ts";
import { Progress } from "../progress.tsx";
import { simulated } from "./result.ts";
import { AllFigures, Compared } from "./tables.tsx";
import { simulationTexts } from "./texts.ts";
import { aloudWords, askedWords, comparedWords, resultWords, stateWords, wait } from "./words.ts";

const PERCENT_STEPS = [10, 20, 25, 50];
const WAIT_STEPS = [5, 10, 20, 60, 120, 300, 600, 1200, 3600, 7200];
const DAYS_APART = [1, 2, 5, 10, 20, 50].map((days) => (days * QUARTER_MS) / 1000);
const share = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : Math.min(100, Math.max(0, Math.round(value * 1000) / 10)));

function Levels({ result }: { result: SimulationShown }): JSX.Element {
  const t = simulationTexts();
  const values = (from: PlayedShown, key: "mean" | "low" | "high"): (number | null)[] => from.by_hour.map((one) => share(one?.[key]));
  const band: Series = { name: t.plotBand, look: "band", values: values(result, "high"), low: values(result, "low") };
  const series: Series[] = [band, { name: t.plotMean, look: "step", values: values(result, "mean") }];
  if (result.before) series.push({ name: t.plotBefore, look: "stepdashed", values: values(result.before, "mean") });
  const at = result.hours.map((one) => Date.parse(one));
  return (
    <div class="stack near">
      <Plot name={t.plotHead} at={at} series={series} zone={zone()} told={(value) => `${value}%`} steps={PERCENT_STEPS} words={t.plotWords} />
      <p class="soft">{t.within(wait(result.within_s))}</p>
    </div>
  );
}

/** The days played beside each other, as if a quarter of an hour lay between two. */
function Waits({ result }: { result: SimulationShown }): JSX.Element {
  const t = simulationTexts();
  const of = (key: string): (number | null)[] => result.rows.map(({ all }) => all?.[key] ?? null);
  const series: Series[] = [
    { name: t.plotTenth, look: "bars", values: of("wait_p90_s") },
    { name: t.plotHalf, look: "solid", values: of("wait_p50_s") },
  ];
  const number = (ms: number): number => Math.round(ms / QUARTER_MS);
  const moments = { tick: (ms: number) => String(number(ms)), row: (ms: number) => t.dayNumber(number(ms)), every: DAYS_APART };
  const at = result.rows.map((_, index) => (index + 1) * QUARTER_MS);
  return <Plot name={t.plotWaits} at={at} series={series} zone="UTC" told={wait} steps={WAIT_STEPS} moments={moments} words={t.plotDays} />;
}

function Comparison({ result }: { result: SimulationShown }): JSX.Element | null {
  const t = simulationTexts();
  const { before, difference } = result;
  const helped = difference?.figures["helped_share"];
  if (!before || !difference) return null;
  return (
    <section class="stack near" aria-labelledby="compared">
      <h2 id="compared">{t.compared}</h2>
      {helped && (
        <p class="lead">
          <strong>{comparedWords(helped)}</strong>
        </p>
      )}
      <p>{t.comparedLead}</p>
      <Compared result={result} before={before} />
    </section>
  );
}

function Result({ result, going }: { result: SimulationShown; going: boolean }): JSX.Element {
  const t = simulationTexts();
  const [first, ...more] = resultWords(result);
  return (
    <>
      <section class="stack near" aria-labelledby="result">
        <h2 id="result">{going ? t.sofar : t.result}</h2>
        <p class="lead">
          <strong>{first}</strong>
        </p>
        {more.map((said) => (
          <p key={said}>{said}</p>
        ))}
        <p class="soft">{result.days > 1 ? t.certain : t.oneDay}</p>
      </section>
      <Comparison result={result} />
      <div class="tables">
        <Levels result={result} />
        {result.days > 1 && <Waits result={result} />}
      </div>
      <details>
        <summary>{t.table}</summary>
        <AllFigures result={result} />
      </details>
    </>
  );
}

function One({ study, fetch }: { study: StudyShown; fetch: () => Promise<void> }): JSX.Element {
  const t = simulationTexts();
  const { state, done, whole } = study;
  const going = isGoing(state);
  const result = simulated(study);
  const shown = useMemo(() => result && <Result result={result} going={going} />, [result?.days, result?.before?.days, going, t]);
  return (
    <div class="stack" data-study={state} data-days={result?.days ?? 0}>
      <p>{askedWords(study.asked, result)}</p>
      {study.asked.study && (
        <p>
          <a class="go" href={to("proposals", study.asked.study)}>
            {t.toProposal}
          </a>
        </p>
      )}
      <Progress study={study} said={stateWords(study)} aloud={aloudWords(study)} stop={t.stop} onStop={() => void remove(`studies/${study.id}`).then(fetch)} />
      {going && whole > 0 && <progress class="far" max={whole} value={done} aria-label={t.bar} />}
      {shown}
      {!going && (
        <p>
          <a class="go" href={to("simulations")}>
            {t.again}
          </a>
        </p>
      )}
    </div>
  );
}

export function OneSimulation({ study }: { study: Fetched<StudyShown> }): JSX.Element {
  return (
    <>
      <p>
        <a class="go" href={to("simulations")}>
          {`← ${simulationTexts().back}`}
        </a>
      </p>
      <Loaded of={study}>{(value) => <One key={value.id} study={value} fetch={() => study.fetch()} />}</Loaded>
    </>
  );
}
