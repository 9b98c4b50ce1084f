/** May we call on you, and when; and: call on me if needed, until then. */
import { useSignal, type Signal } from "@preact/signals";
import type { JSX } from "preact";
import type { Mine, MyStandby } from "../../shared/protocol.ts";
import { Do, Refusal, useAct } from "./act.tsx";
import * as calls from "./calls.ts";
import { Fold } from "./fold.tsx";
import { texts } from "./texts.ts";
import { at } from "./words.ts";

const HOUR_MS = 3_600_000;
const HOURS = [2, 4, 6, 8, 12];
const USUAL = { call_from: "09:00", call_until: "22:00" };

const short = (time: string | null, otherwise: string): string => time?.slice(0, 5) ?? otherwise;

function summary({ standby, willing_until }: Mine): string {
  const t = texts();
  if (willing_until) return t.willingUntil(at(willing_until));
  return answered(standby);
}

function answered({ callable, call_from: from, call_until: until }: MyStandby): string {
  const t = texts();
  if (!callable) return t.callsNo;
  return t.callsYes(from && until ? t.betweenHours(short(from, ""), short(until, "")) : t.anyHour);
}

function Hours({ given }: { given: Signal<MyStandby> }): JSX.Element {
  const t = texts();
  const { call_from: from, call_until: until } = given.value;
  const anyHour = from === null;
  const set = (change: Partial<MyStandby>): void => void (given.value = { ...given.value, ...change });
  return (
    <>
      <fieldset>
        <legend class="hidden">{t.callsText}</legend>
        <div class="row">
          <label class="choice">
            <input type="radio" name="hours" checked={anyHour} onChange={() => set({ call_from: null, call_until: null })} />
            {t.always}
          </label>
          <label class="choice">
            <input type="radio" name="hours" checked={!anyHour} onChange={() => set(USUAL)} />
            {t.between}
          </label>
        </div>
      </fieldset>
      {!anyHour && (
        <div class="row bottom">
          <label class="field">
            {t.from}
            <input type="time" required value={short(from, USUAL.call_from)} onInput={(event) => set({ call_from: event.currentTarget.value })} />
          </label>
          <label class="field">
            {t.untilHour}
            <input type="time" required value={short(until, USUAL.call_until)} onInput={(event) => set({ call_until: event.currentTarget.value })} />
          </label>
        </div>
      )}
    </>
  );
}

function Callable({ standby }: { standby: MyStandby }): JSX.Element {
  const t = texts();
  const act = useAct();
  const given = useSignal(standby);
  const { callable } = given.value;
  const save = (event: Event): void => {
    event.preventDefault();
    void act.run(calls.setStandby(given.value), (now) => () => texts().saved(answered(now.standby)));
  };
  return (
    <form class="stack near" onSubmit={save}>
      <p>{t.callsText}</p>
      <label class="choice">
        <input
          type="checkbox"
          checked={callable}
          onChange={(event) => (given.value = { ...given.value, callable: event.currentTarget.checked })}
        />
        {t.callable}
      </label>
      {callable && <Hours given={given} />}
      <Refusal act={act} known={{ hours_invalid: t.hoursWrong, bad_request: t.hoursWrong }} />
      <div class="row">
        <button type="submit" class="main" aria-disabled={act.busy.value}>
          {t.save}
        </button>
      </div>
    </form>
  );
}

function Willing({ until }: { until: string | null }): JSX.Element {
  const t = texts();
  const act = useAct();
  const hours = useSignal(4);
  const ends = (count: number): string => new Date(Date.now() + count * HOUR_MS).toISOString();
  return (
    <section class="stack near" aria-labelledby="willing">
      <h3 id="willing" tabIndex={-1} data-focus="first">
        {t.willing}
      </h3>
      <p>{until ? t.willingUntil(at(until)) : t.willingText}</p>
      <Refusal act={act} />
      {until ? (
        <div class="row">
          <Do act={act} onClick={() => void act.run(calls.setWilling(null), () => () => texts().willingStopped)}>
            {t.willingStop}
          </Do>
        </div>
      ) : (
        <div class="row bottom">
          <label class="field">
            {t.willingHow}
            <select value={hours.value} onChange={(event) => (hours.value = Number(event.currentTarget.value))}>
              {HOURS.map((count) => (
                <option key={count} value={count}>
                  {at(ends(count))}
                </option>
              ))}
            </select>
          </label>
          <Do act={act} onClick={() => void act.run(calls.setWilling(ends(hours.value)), (now) => () => summary(now))}>
            {t.willingYes}
          </Do>
        </div>
      )}
    </section>
  );
}

export function Standby({ standing }: { standing: Mine }): JSX.Element {
  const t = texts();
  return (
    <Fold head={t.calls} now={summary(standing)}>
      <Callable standby={standing.standby} />
      <Willing until={standing.willing_until} />
    </Fold>
  );
}
