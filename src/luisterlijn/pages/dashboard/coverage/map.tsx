/** Two weeks as a map of hours: days below each other, hours beside each other; where that does not fit, one day at a time. */
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import type { Coverage } from "../../shared/protocol.ts";
import { Shape } from "../../shared/shapes.tsx";
import { capital } from "../../shared/when.ts";
import { partTexts } from "../parts/texts.ts";
import { dayLong, dayShort, zone } from "../parts/when.ts";
import { addDays, hoursOf } from "../parts/zoned.ts";
import { DayHours } from "./day.tsx";
import { Grid } from "./grid.tsx";
import { cellOf, type Cell } from "./reading.ts";
import { coverageTexts } from "./texts.ts";
import { wide } from "./wide.ts";

export const DAYS = 14;

export interface MapDay {
  day: string;
  cells: readonly Cell[];
}

function daysOf(coverage: Coverage, first: string): MapDay[] {
  const days = Array.from({ length: DAYS }, (_, index) => addDays(first, index));
  return days.map((day) => ({ day, cells: hoursOf(day, zone()).map((hour) => cellOf(coverage, hour)) }));
}

const bad = ({ state }: Cell): boolean => state === "short" || state === "nobody";

function dayWords({ cells }: MapDay): string {
  const t = coverageTexts();
  const holes = cells.filter(bad).length;
  if (holes) return t.badDay(holes);
  return cells.some(({ state }) => state === "enough") ? t.goodDay : t.noDay;
}

function DayList({ days, shown, link }: { days: readonly MapDay[]; shown: string; link: (day: string) => string }): JSX.Element {
  return (
    <ul class="days">
      {days.map((one) => (
        <li key={one.day}>
          <a class="go" href={link(one.day)} aria-current={one.day === shown ? "true" : undefined}>
            {capital(dayShort(one.day))}
          </a>
          <span class="withshape">
            <Shape name={one.cells.some(bad) ? "cut" : "full"} />
            <span>{dayWords(one)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

export function CoverageMap({ coverage, first, day }: { coverage: Coverage; first: string; day: string }): JSX.Element {
  const t = coverageTexts();
  const days = daysOf(coverage, first);
  const name = t.map(partTexts().channelWord[coverage.channel], dayLong(first), dayLong(addDays(first, DAYS - 1)));
  const link = (each: string): string => to("coverage", coverage.channel, first, each);
  const shown = days.find((one) => one.day === day) ?? days[0];
  return (
    <section class="stack near" aria-labelledby="map">
      <h2 id="map">{name}</h2>
      {wide.value ? (
        <>
          <p class="soft">{t.mapHelp}</p>
          <Grid days={days} name={name} link={link} />
        </>
      ) : (
        <DayList days={days} shown={day} link={link} />
      )}
      {shown && <DayHours coverage={coverage} shown={shown} boxes={!wide.value} />}
    </section>
  );
}
