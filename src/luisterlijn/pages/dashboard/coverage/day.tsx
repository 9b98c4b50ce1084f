/** One day to the quarter, as a table: what is the same is one row. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Coverage } from "../../shared/protocol.ts";
import { Wide } from "../../shared/wide.tsx";
import { partTexts } from "../parts/texts.ts";
import { dayLong, times } from "../parts/when.ts";
import { QUARTER_MS } from "../parts/zoned.ts";
import type { MapDay } from "./map.tsx";
import { quartersOf, type Quarter } from "./reading.ts";
import { Boxes } from "./strip.tsx";
import { coverageTexts } from "./texts.ts";

interface Run extends Quarter {
  until: number;
}

function runsOf(quarters: readonly Quarter[]): Run[] {
  const runs: Run[] = [];
  for (const quarter of quarters) {
    const last = runs.at(-1);
    const until = quarter.at + QUARTER_MS;
    if (last && last.required === quarter.required && last.planned === quarter.planned) last.until = until;
    else runs.push({ ...quarter, until });
  }
  return runs;
}

function stateWords({ required, planned }: Run): string {
  const t = coverageTexts();
  if (required === 0) return t.none;
  if (planned >= required) return t.enough;
  return planned === 0 ? partTexts().nobody : partTexts().short(required - planned);
}

function RunRow({ run }: { run: Run }): JSX.Element {
  const t = coverageTexts();
  const lacking = run.planned < run.required;
  return (
    <tr>
      <th scope="row">{times(run.at, run.until)}</th>
      <td class="number">{run.required}</td>
      <td class="number">{run.planned}</td>
      <td class="number">{t.number(run.expected)}</td>
      <td class="number">{run.required === 0 ? "–" : t.percent(run.likely)}</td>
      <td>{lacking ? <strong>{stateWords(run)}</strong> : stateWords(run)}</td>
    </tr>
  );
}

/** When another day is chosen, focus goes to its name. */
export function DayHours({ coverage, shown, boxes }: { coverage: Coverage; shown: MapDay; boxes: boolean }): JSX.Element {
  const t = coverageTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(shown.day);
  useLayoutEffect(() => {
    if (before.current !== shown.day) heading.current?.focus();
    before.current = shown.day;
  }, [shown.day]);
  const [begin, end] = [shown.cells[0]?.hour.starts ?? 0, shown.cells.at(-1)?.hour.ends ?? 0];
  return (
    <section class="stack near" aria-labelledby="day-hours">
      <h3 id="day-hours" tabIndex={-1} ref={heading}>
        {t.forDay(dayLong(shown.day))}
      </h3>
      {boxes && <Boxes cells={shown.cells} />}
      <Wide label={t.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.time}</th>
              {[t.required, t.planned, t.expected, t.likely].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
              <th scope="col">{t.state}</th>
            </tr>
          </thead>
          <tbody>
            {runsOf(quartersOf(coverage, begin, end)).map((run) => (
              <RunRow key={run.at} run={run} />
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}
