/** A week as a list of days, each with how it stands and a way to look at it. */
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import type { Plan } from "../../shared/protocol.ts";
import { Shape, type ShapeName } from "../../shared/shapes.tsx";
import { Wide } from "../../shared/wide.tsx";
import { capital } from "../../shared/when.ts";
import { dayShort, time, zone } from "../parts/when.ts";
import { hoursPlanned, lacks, quartersOfDay, worstOf, type HourPlan } from "./reading.ts";
import { Chance } from "./hours.tsx";
import { planningTexts } from "./texts.ts";

/** How a day stands, by its hours. */
export function dayState(hours: readonly HourPlan[]): { shape: ShapeName; said: string; short: string } {
  const t = planningTexts();
  const lacking = hours.filter(({ state }) => lacks(state)).length;
  const tight = hours.filter(({ state }) => state === "tight").length;
  if (lacking) return { shape: "cut", said: t.dayStates.lacks(lacking), short: t.dayShort.lacks(lacking) };
  if (tight) return { shape: "half", said: t.dayStates.tight(tight), short: t.dayShort.tight(tight) };
  const needed = hours.some(({ state }) => state !== "none");
  if (!needed) return { shape: "ring", said: t.nothingNeeded, short: t.states.none };
  return { shape: "full", said: t.dayStates.enough, short: t.states.enough };
}

function Row({ plan, day }: { plan: Plan; day: string }): JSX.Element {
  const quarters = quartersOfDay(plan, day, zone());
  const worst = worstOf(quarters);
  const { shape, short } = dayState(hoursPlanned(plan, day, zone()));
  const sum = quarters.reduce((all, { mean }) => all + mean, 0);
  return (
    <tr>
      <th scope="row">
        <a href={to("planning", plan.channel, day)}>{capital(dayShort(day))}</a>
      </th>
      <td class="number">{Math.round(sum)}</td>
      <td>
        <span class="withshape">
          <Shape name={shape} />
          <span>{short}</span>
        </span>
      </td>
      <td>{worst && worst.required > 0 ? time(worst.at) : "–"}</td>
      <td class="number">{worst?.required ?? 0}</td>
      <td class="number">{worst?.planned ?? 0}</td>
      <td>{worst && worst.required > 0 && <Chance chance={worst.holds} />}</td>
    </tr>
  );
}

export function DayTable({ plan, days }: { plan: Plan; days: readonly string[] }): JSX.Element {
  const t = planningTexts();
  return (
    <section class="stack near" aria-labelledby="days">
      <h3 id="days">{t.daysHead}</h3>
      <Wide label={t.asTable(t.daysHead)}>
        <table class="plantable">
          <thead>
            <tr>
              <th scope="col">{t.day}</th>
              <th scope="col" class="number">
                {t.expected}
              </th>
              <th scope="col">{t.state}</th>
              <th scope="col">{t.hardest}</th>
              <th scope="col" class="number">
                {t.required}
              </th>
              <th scope="col" class="number">
                {t.planned}
              </th>
              <th scope="col">{t.promiseHolds}</th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <Row key={day} plan={plan} day={day} />
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}
