/** Counts of the past to read in, and how good the forecast would have been with what is known. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { get } from "../../shared/http.ts";
import type { BacktestShown } from "../../shared/protocol.ts";
import { lineChannels } from "../coverage/use.ts";
import { CsvIn } from "../parts/csv.tsx";
import { partTexts } from "../parts/texts.ts";
import { TroubleNote, type Trouble } from "../parts/trouble.tsx";
import { planningTexts } from "./texts.ts";

/** How far above what chance alone makes an error may be to be called near, or fair. */
const NEAR = 1.15;
const FAIR = 1.5;
const NARROW = 0.7;
const WIDE = 0.9;

/** "" where there is nothing more to say. */
function bandWords(covered: number): string {
  const t = planningTexts();
  if (covered < NARROW) return t.goodNarrow;
  return covered > WIDE ? t.goodWide : "";
}

function errorWords(error: number, chance: number): string {
  const t = planningTexts();
  if (error <= chance * NEAR) return t.goodNear;
  return error <= chance * FAIR ? t.goodFair : t.goodFar;
}

function Good({ of }: { of: BacktestShown }): JSX.Element {
  const t = planningTexts();
  const name = partTexts().channelWord[of.channel];
  const { wape_hours: error, floor_hours: chance, covered } = of;
  if (of.origins === 0 || error === null || chance === null || covered === null) return <p>{t.goodNone(name)}</p>;
  const figures: [string, number | null, number | null][] = [
    [t.goodQuarters, of.wape, of.floor],
    [t.goodHours, error, chance],
  ];
  return (
    <section class="paper stack near" aria-labelledby={`good-${of.channel}`}>
      <h3 id={`good-${of.channel}`}>{name}</h3>
      <p>{`${t.goodError(error, chance)} ${errorWords(error, chance)}`}</p>
      <p>{[t.goodBand(covered), bandWords(covered)].filter(Boolean).join(" ")}</p>
      {of.bias !== null && <p>{t.goodBias(of.bias)}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{t.goodPer}</th>
            <th scope="col" class="number">
              {t.goodBeside}
            </th>
            <th scope="col" class="number">
              {t.goodChance}
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.map(([per, beside, least]) => (
            <tr key={per}>
              <th scope="row">{per}</th>
              <td class="number">{beside === null ? "–" : t.percent(beside)}</td>
              <td class="number">{least === null ? "–" : t.percent(least)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft">{t.goodRests(of.origins, of.days)}</p>
    </section>
  );
}

function HowGood(): JSX.Element {
  const t = planningTexts();
  const found = useSignal<readonly BacktestShown[]>([]);
  const trouble = useSignal<Trouble | null>(null);
  const busy = useSignal(false);
  const look = async (): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    const answers = await Promise.all(lineChannels().map((channel) => get<BacktestShown>(`plan/backtest?channel=${channel}`)));
    busy.value = false;
    found.value = answers.flatMap((one) => (one.ok ? [one.value] : []));
    trouble.value = answers.find((one) => !one.ok) ?? null;
  };
  return (
    <section class="stack near" aria-labelledby="good">
      <h2 id="good">{t.goodHead}</h2>
      <p>{t.goodText}</p>
      <div class="row">
        <button type="button" aria-disabled={busy.value} onClick={() => void look()}>
          {t.goodAsk}
        </button>
      </div>
      <p role="status">{busy.value ? t.working : found.value.length ? t.goodDone : ""}</p>
      <TroubleNote trouble={trouble.value} />
      {!busy.value && found.value.map((one) => <Good key={one.channel} of={one} />)}
    </section>
  );
}

/** A row of each kind, as a file holds it. */
const EXAMPLE = ["channel;starts_at;attempts;answered;abandoned;handle_s", "chat;29-3-2026 20:00;12;9;2;1260", "chat;29-3-2026 20:15;10;8;1;1190"].join("\n");

export function Past(): JSX.Element {
  const t = planningTexts();
  return (
    <>
      <section class="stack near" aria-labelledby="counts">
        <h2 id="counts">{t.importHead}</h2>
        <p>{t.importColumns}</p>
        <pre class="example" lang="en">
          {EXAMPLE}
        </pre>
        <CsvIn path="arrivals.csv" about={t.importText} />
      </section>
      <HowGood />
    </>
  );
}
