/** When somebody can come each week, the days they cannot, and how much in a month: one form, saved at once. */
import { useSignal, type Signal } from "@preact/signals";
import type { JSX } from "preact";
import type { AvailabilityShown, DaysAway, WeeklyWindow } from "../../../shared/protocol.ts";
import { capital, dayOf, weekdayWords } from "../../../shared/when.ts";
import { Refusal, useAct } from "../act.tsx";
import * as calls from "../calls.ts";
import { Fold } from "../fold.tsx";
import { zone } from "../state.ts";
import { texts as shiftTexts } from "../texts.ts";
import { Rows } from "./rows.tsx";
import { texts } from "./texts.ts";
import { daysWords, short, summary, timeWords } from "./words.ts";

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const USUAL: WeeklyWindow = { weekday: 0, begins: "18:00", ends: "22:00" };
const AMOUNTS = ["hours", "shifts", "nights"] as const;
const MOST = { hours: 400, shifts: 100, nights: 31 };

type Draft = Signal<AvailabilityShown>;

const replaced = <T,>(all: readonly T[], at: number, one: T): T[] => all.map((old, index) => (index === at ? one : old));
const without = <T,>(all: readonly T[], at: number): T[] => all.filter((_, index) => index !== at);

interface OneProps<T> {
  one: T;
  onChange: (changed: T) => void;
  onDrop: () => void;
}

function Time({ one, onChange, onDrop }: OneProps<WeeklyWindow>): JSX.Element {
  const t = texts();
  return (
    <li class="way">
      <div class="row bottom">
        <label class="field">
          {t.day}
          <select value={one.weekday} onChange={(event) => onChange({ ...one, weekday: Number(event.currentTarget.value) })}>
            {WEEK.map((day) => (
              <option key={day} value={day}>
                {capital(weekdayWords(day))}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          {t.from}
          <input type="time" required value={short(one.begins)} onInput={(event) => onChange({ ...one, begins: event.currentTarget.value })} />
        </label>
        <label class="field">
          {t.until}
          <input type="time" required value={short(one.ends)} onInput={(event) => onChange({ ...one, ends: event.currentTarget.value })} />
        </label>
      </div>
      <div class="row">
        <button type="button" class="plain" onClick={onDrop}>
          {t.dropTime(timeWords(one))}
        </button>
      </div>
    </li>
  );
}

function Days({ one, onChange, onDrop }: OneProps<DaysAway>): JSX.Element {
  const t = texts();
  return (
    <li class="way">
      <div class="row bottom">
        <label class="field">
          {t.first}
          <input type="date" required value={one.first_on} onInput={(event) => onChange({ ...one, first_on: event.currentTarget.value })} />
        </label>
        <label class="field">
          {t.last}
          <input
            type="date"
            required
            min={one.first_on}
            value={one.last_on}
            onInput={(event) => onChange({ ...one, last_on: event.currentTarget.value })}
          />
        </label>
      </div>
      <div class="row">
        <button type="button" class="plain" onClick={onDrop}>
          {t.dropDays(one.first_on && one.last_on ? daysWords(one) : "")}
        </button>
      </div>
    </li>
  );
}

function Week({ draft }: { draft: Draft }): JSX.Element {
  const t = texts();
  const { windows } = draft.value;
  const keep = (next: WeeklyWindow[]): void => void (draft.value = { ...draft.value, windows: next });
  const last = windows.at(-1);
  const add = (): void => keep([...windows, last ? { ...last, weekday: (last.weekday + 1) % WEEK.length } : USUAL]);
  return (
    <Rows head={t.week} text={t.weekText} add={t.addTime} onAdd={add}>
      {windows.map((one, at) => (
        <Time key={at} one={one} onChange={(changed) => keep(replaced(windows, at, changed))} onDrop={() => keep(without(windows, at))} />
      ))}
    </Rows>
  );
}

function Gone({ draft }: { draft: Draft }): JSX.Element {
  const t = texts();
  const { away } = draft.value;
  const keep = (next: DaysAway[]): void => void (draft.value = { ...draft.value, away: next });
  const today = dayOf(new Date(), zone.value);
  return (
    <Rows head={t.away} text={t.awayText} add={t.addDays} onAdd={() => keep([...away, { first_on: today, last_on: today }])}>
      {away.map((one, at) => (
        <Days key={at} one={one} onChange={(changed) => keep(replaced(away, at, changed))} onDrop={() => keep(without(away, at))} />
      ))}
    </Rows>
  );
}

function Much({ draft }: { draft: Draft }): JSX.Element {
  const t = texts();
  return (
    <fieldset class="stack near">
      <legend>{t.much}</legend>
      <p class="soft">{t.muchText}</p>
      <div class="row bottom">
        {AMOUNTS.map((name) => (
          <label key={name} class="field">
            {t[name]}
            <input
              type="number"
              inputMode="numeric"
              min={0}
              max={MOST[name]}
              step={1}
              value={draft.value[name] ?? ""}
              onInput={({ currentTarget: { value } }) => (draft.value = { ...draft.value, [name]: value === "" ? null : Number(value) })}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function When({ said }: { said: AvailabilityShown }): JSX.Element {
  const t = texts();
  const act = useAct();
  const draft = useSignal(said);
  const part = act.refused.value?.problem?.field?.split(".")[0];
  const wrong = part === "windows" || part === "away" ? t.wrong[part] : t.wrong.much;
  const save = (event: Event): void => {
    event.preventDefault();
    if (act.busy.value) return;
    void act.run(calls.setAvailability(draft.value), (kept) => {
      draft.value = kept;
      return () => texts().saved;
    });
  };
  return (
    <Fold head={t.head} now={summary(said)}>
      <form class="stack" onSubmit={save}>
        <p>{t.text}</p>
        <Week draft={draft} />
        <Gone draft={draft} />
        <Much draft={draft} />
        <Refusal act={act} known={{ bad_availability: wrong, bad_request: wrong }} />
        <div class="row">
          <button type="submit" class="main" aria-disabled={act.busy.value}>
            {act.busy.value ? shiftTexts().busy : t.save}
          </button>
        </div>
      </form>
    </Fold>
  );
}
