/** One simulation: how far it is, what it came to in words, then plots with tables; with a proposal, beside the rota as it is. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { to } from "../../../shared/hash.ts";
import { remove } from "../../../shared/http.ts";
import { Plot, type Series } from "../../../shared/plot.tsx";
import type { StudyShown } from "../../../shared/protocol.ts";
import type { Fetched } from "../../parts/fetched.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { zone } from "../../parts/when.ts";
import { isGoing } from "../following.ts";
import { Progress } from "../progress.tsx";
import { simulated, type Simulated } from "./result.ts";
import { AllFigures, Compared } from "./tables.tsx";
import { simulationTexts } from "./texts.ts";
import { askedWords, comparedWords, resultWords, stateWords, wait } from "./words.ts";

const PERCENT_STEPS = [10, 20, 25, 50];
const share = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : Math.min(100, Math.max(0, Math.round(value * 1000) / 10)));

function Levels({ result }: { result: Simulated }): JSX.Element {
  const t = simulationTexts();
  const values = (from: Simulated, key: "mean" | "low" | "high"): (number | null)[] => from.by_hour.map((one) => share(one?.[key]));
  const band: Series = { name: t.plotBand, look: "band", values: values(result, "high"), low: values(result, "low") };
  const series: Series[] = [band, { name: t.plotMean, look: "solid", values: values(result, "mean") }];
  if (result.before) series.push({ name: t.plotBefore, look: "dashed", values: values(result.before, "mean") });
  const at = result.hours.map((one) => Date.parse(one));
  return (
    <>
      <Plot name={t.plotHead} at={at} series={series} zone={zone()} told={(value) => `${value}%`} steps={PERCENT_STEPS} words={t.plotWords} />
      <p class="soft">{t.within(wait(result.within_s))}</p>
    </>
  );
}

function Comparison({ result }: { result: Simulated }): JSX.Element | null {
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

function Result({ result, going }: { result: Simulated; going: boolean }): JSX.Element {
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
      <section class="stack near" aria-label={t.plotHead}>
        <Levels result={result} />
      </section>
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
      <Progress study={study} said={stateWords(study)} stop={t.stop} onStop={() => void remove(`studies/${study.id}`).then(fetch)} />
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
