/** A day as a table, by hours or by quarters: how many people, whether the promise holds, and what callers meet. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { Plan } from "../../shared/protocol.ts";
import { Shape } from "../../shared/shapes.tsx";
import { Wide } from "../../shared/wide.tsx";
import { times, zone } from "../parts/when.ts";
import { QUARTER_MS } from "../parts/zoned.ts";
import { hoursPlanned, lacks, quartersOfDay, stateOf, type Quarter } from "./reading.ts";
import { planningTexts } from "./texts.ts";
import { STATE_SHAPE, chanceShape, hourWords, waitWords, withinShort } from "./words.ts";

interface RowData {
  key: number;
  when: string;
  quarter: Quarter;
}

function rowsOf(plan: Plan, day: string, quarters: boolean): RowData[] {
  if (quarters) return quartersOfDay(plan, day, zone()).map((one) => ({ key: one.at, when: times(one.at, one.at + QUARTER_MS), quarter: one }));
  return hoursPlanned(plan, day, zone()).map((one) => ({ key: one.hour.starts, when: hourWords(one), quarter: one.worst }));
}

export function Chance({ chance }: { chance: number }): JSX.Element {
  const t = planningTexts();
  return (
    <span class="withshape">
      <Shape name={chanceShape(chance)} />
      <span>{`${t.likely(chance)} (${t.percent(chance)})`}</span>
    </span>
  );
}

function Row({ when, quarter }: RowData): JSX.Element {
  const t = planningTexts();
  const state = stateOf(quarter);
  const said = (
    <span class="withshape">
      <Shape name={STATE_SHAPE[state]} />
      <span>{lacks(state) ? <strong>{t.states[state]}</strong> : t.states[state]}</span>
    </span>
  );
  if (state === "none") {
    return (
      <tr>
        <th scope="row">{when}</th>
        <td>{said}</td>
        <td class="number">0</td>
        <td class="number">0</td>
        <td class="number">{quarter.planned}</td>
        <td colSpan={4} />
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row">{when}</th>
      <td>{said}</td>
      <td class="number">{quarter.required}</td>
      <td class="number">{quarter.toPlan}</td>
      <td class="number">{quarter.planned}</td>
      <td>
        <Chance chance={quarter.holds} />
      </td>
      <td class="number">{t.percent(quarter.share)}</td>
      <td class="nowrap">{waitWords(quarter)}</td>
      <td class="number">{t.percent(quarter.leave)}</td>
    </tr>
  );
}

export function HourTable({ plan, day }: { plan: Plan; day: string }): JSX.Element {
  const t = planningTexts();
  const quarters = useSignal(false);
  const head = quarters.value ? t.quartersHead : t.hoursHead;
  const numbers = [t.required, t.toPlan, t.planned];
  return (
    <section class="stack near" aria-labelledby="hours">
      <div class="between">
        <h3 id="hours">{head}</h3>
        <label class="choice">
          <input type="checkbox" checked={quarters.value} onChange={(event) => (quarters.value = event.currentTarget.checked)} />
          {t.everyQuarter}
        </label>
      </div>
      {!quarters.value && <p class="soft">{t.hoursText}</p>}
      <Wide label={t.asTable(head)}>
        <table class="plantable">
          <thead>
            <tr>
              <th scope="col">{t.time}</th>
              <th scope="col">{t.state}</th>
              {numbers.map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
              <th scope="col">{t.promiseHolds}</th>
              <th scope="col" class="number">
                {t.within(withinShort(plan.promise.within_s))}
              </th>
              <th scope="col">{t.waits}</th>
              <th scope="col" class="number">
                {t.leaves}
              </th>
            </tr>
          </thead>
          <tbody>
            {rowsOf(plan, day, quarters.value).map((row) => (
              <Row {...row} key={row.key} />
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}
