/** A week, or two: days beside each other where that fits. Built once; what it shows of people comes only when asked for. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { to } from "../../shared/hash.ts";
import type { RotaWeek, ShiftShown } from "../../shared/protocol.ts";
import { Shape, type ShapeName } from "../../shared/shapes.tsx";
import { capital } from "../../shared/when.ts";
import { channelNames } from "../coverage/words.ts";
import { grouped } from "../parts/grouped.ts";
import { clockOf, dayLong, dayShort, today } from "../parts/when.ts";
import { addDays, monday } from "../parts/zoned.ts";
import type { RotaTexts } from "./nl.ts";
import { rotaTexts } from "./texts.ts";
import { fillOf, fillWords, type Fill } from "./words.ts";

const SHAPES: Record<Fill, ShapeName> = { cancelled: "bars", draft: "ring", nobody: "cut", short: "half", enough: "full", full: "full" };
/** More names than this are shown only when asked for. */
const NAMES_MOST = 150;

/** These two are called, not mounted: a thousand components that follow the language cost more than what they show. */
function names(shift: ShiftShown, t: RotaTexts): JSX.Element | null {
  const signed = shift.people.filter(({ state }) => state === "signed");
  if (signed.length === 0 && shift.waiting === 0) return null;
  return (
    <ul class="bare names">
      {signed.map((one) => (
        <li key={one.id}>{one.missed_at ? `${one.name} (${t.missed})` : one.name}</li>
      ))}
      {shift.waiting > 0 && <li class="soft">{t.waitlist(shift.waiting)}</li>}
    </ul>
  );
}

function card(shift: ShiftShown, { week, named, usual }: DayProps, t: RotaTexts): JSX.Element {
  const fill = fillOf(shift);
  const about = [shift.channels.join() !== usual && channelNames(shift.channels), shift.standby && t.standby, shift.changed && t.changed].filter(Boolean);
  return (
    <li key={shift.id} class={`shift is-${fill}`}>
      <a href={to("rota", week.first_on, week.days, shift.id)}>
        <span class="times">{`${clockOf(shift.starts_at)}–${clockOf(shift.ends_at)}`}</span> {shift.name}
      </a>
      <p class="withshape">
        <Shape name={SHAPES[fill]} />
        <span>{fillWords(shift)}</span>
      </p>
      {about.length > 0 && <p class="soft">{about.join(", ")}</p>}
      {named && names(shift, t)}
    </li>
  );
}

interface DayProps {
  day: string;
  shifts: readonly ShiftShown[];
  week: RotaWeek;
  named: boolean;
  /** What most shifts of these days are for goes without saying. */
  usual: string;
}

function Day(props: DayProps): JSX.Element {
  const t = rotaTexts();
  const { day, shifts, week } = props;
  const now = day === today();
  return (
    <section class={now ? "day is-today" : "day"} aria-labelledby={`day-${day}`}>
      <h3 id={`day-${day}`}>
        <span aria-hidden="true">{capital(dayShort(day))}</span>
        <span class="hidden">{capital(dayLong(day))}</span>
      </h3>
      {week.holidays[day] && <p class="holiday">{week.holidays[day]}</p>}
      {shifts.length === 0 && <p class="soft">{t.none}</p>}
      <ul class="bare shifts">
        {shifts.map((shift) => card(shift, props, t))}
      </ul>
    </section>
  );
}

function Days({ week, named }: { week: RotaWeek; named: boolean }): JSX.Element {
  const kinds = [...grouped(week.shifts, ({ channels }) => channels.join())].sort(([, one], [, other]) => other.length - one.length);
  const usual = kinds[0]?.[0] ?? "";
  return useMemo(() => {
    const by = grouped(week.shifts, ({ day }) => day);
    return (
      <div class="week">
        {Array.from({ length: week.days }, (_, index) => addDays(week.first_on, index)).map((day) => (
          <Day key={day} day={day} shifts={by.get(day) ?? []} week={week} named={named} usual={usual} />
        ))}
      </div>
    );
  }, [week, named, rotaTexts()]);
}

function Pages({ first, days }: { first: string; days: number }): JSX.Element {
  const t = rotaTexts();
  return (
    <div class="row">
      <a class="go" href={to("rota", addDays(first, -days), days)}>
        {t.earlier}
      </a>
      <a class="go" href={to("rota", monday(today()), days)}>
        {t.thisWeek}
      </a>
      <a class="go" href={to("rota", addDays(first, days), days)}>
        {t.later}
      </a>
      <a class="go" href={to("rota", first, days === 7 ? 14 : 7)}>
        {days === 7 ? t.twoWeeks : t.oneWeek}
      </a>
      <a class="go" href={to("rota", first, days, "new")}>
        {t.addShift}
      </a>
    </div>
  );
}

export function Week({ week }: { week: RotaWeek }): JSX.Element {
  const t = rotaTexts();
  const people = week.shifts.reduce((sum, { signed }) => sum + signed, 0);
  const chosen = useSignal<boolean | null>(null);
  const named = chosen.value ?? people <= NAMES_MOST;
  const lacking = week.shifts.filter(({ short, state }) => short > 0 && state === "published").length;
  return (
    <section class="stack near" aria-labelledby="week">
      <h2 id="week" aria-live="polite">
        {capital(t.weekOf(dayLong(week.first_on), dayLong(addDays(week.first_on, week.days - 1))))}
      </h2>
      <Pages first={week.first_on} days={week.days} />
      <p>{week.shifts.length === 0 ? t.noneAtAll : t.lacking(lacking)}</p>
      {people > 0 && (
        <label class="choice names-choice">
          <input type="checkbox" checked={named} onChange={(event) => (chosen.value = event.currentTarget.checked)} />
          {t.names}
        </label>
      )}
      <Days week={week} named={named} />
    </section>
  );
}
