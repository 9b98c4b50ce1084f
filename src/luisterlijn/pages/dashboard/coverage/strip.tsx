/** The next 24 hours in one row, with what they lack in words above it. */
import type { JSX } from "preact";
import { capital } from "../../shared/when.ts";
import { partTexts } from "../parts/texts.ts";
import { lineNow, time, zone } from "../parts/when.ts";
import { DAY_MS, HOUR_MS, hoursBetween } from "../parts/zoned.ts";
import { cellOf, holesOf, type Cell } from "./reading.ts";
import type { Coverages } from "./use.ts";
import { coverageTexts } from "./texts.ts";
import { cellWords, holeWords } from "./words.ts";

/** Begins with the hour that runs; in zones off by half an hour too. */
export function nextHours(): { from: number; until: number } {
  const from = Math.floor(lineNow() / HOUR_MS) * HOUR_MS;
  return { from, until: from + DAY_MS };
}

export function Box({ cell }: { cell: Cell }): JSX.Element {
  return (
    <span class={`box is-${cell.state}`} aria-hidden="true">
      {cell.state === "none" || cell.state === "unknown" ? (
        <span class="planned">{cell.planned || "·"}</span>
      ) : (
        <>
          <span class="planned">{cell.planned}</span>
          <span class="required">{cell.required}</span>
        </>
      )}
    </span>
  );
}

export function Keys(): JSX.Element {
  const t = coverageTexts();
  const sample = { starts: 0, ends: 0, hour: 0, again: false };
  const samples: [Cell["state"], number, number][] = [
    ["enough", 3, 3],
    ["short", 2, 3],
    ["nobody", 0, 3],
    ["none", 0, 0],
  ];
  return (
    <div class="mapkey">
      <p>{t.key}</p>
      <ul class="keys">
        {samples.map(([state, planned, required]) => (
          <li key={state}>
            <Box cell={{ hour: sample, state, planned, required, likely: 1 }} />
            {t.keys[state as keyof typeof t.keys]}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the next 24 hours lack, in one sentence. */
export function daySentence({ all }: Coverages): string {
  const t = coverageTexts();
  const { from, until } = nextHours();
  const asked = all.some((one) => hoursBetween(from, until, zone()).some((hour) => cellOf(one, hour).required > 0));
  if (!asked) return t.nothingAsked;
  const holes = holesOf(all, lineNow()).filter(({ starts_at }) => Date.parse(starts_at) < until);
  const [next] = holes;
  return next ? `${t.dayHoles(holes.length)} ${capital(holeWords(next, all))}.` : t.dayCovered;
}

/** Hours beside each other, each with its hour above it. */
export function Boxes({ cells }: { cells: readonly Cell[] }): JSX.Element {
  return (
    <ol class="boxes">
      {cells.map((cell) => (
        <li key={cell.hour.starts}>
          <span class="hour" aria-hidden="true">
            {time(cell.hour.starts).slice(0, 2)}
          </span>
          <Box cell={cell} />
          <span class="hidden">{cellWords(cell)}</span>
        </li>
      ))}
    </ol>
  );
}

export function Strip({ coverages }: { coverages: Coverages }): JSX.Element {
  const { from, until } = nextHours();
  const hours = hoursBetween(from, until, zone());
  return (
    <div class="strips stack near">
      {coverages.all.map((one) => (
        <div key={one.channel} class="strip">
          <p class="label">{partTexts().channelWord[one.channel]}</p>
          <Boxes cells={hours.map((hour) => cellOf(one, hour))} />
        </div>
      ))}
    </div>
  );
}
