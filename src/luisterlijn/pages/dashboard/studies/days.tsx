/** All shifts of a proposal, day by day. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import type { GapShown } from "../../shared/protocol.ts";
import { Shape } from "../../shared/shapes.tsx";
import { capital } from "../../shared/when.ts";
import { channelNames } from "../coverage/words.ts";
import { grouped } from "../parts/grouped.ts";
import { dayLong, range, zone } from "../parts/when.ts";
import { localDay } from "../parts/zoned.ts";
import { Card, type Change } from "./card.tsx";
import type { ShiftRows } from "./rows.ts";
import { studyTexts } from "./texts.ts";
import { gapWords } from "./words.ts";

interface DayProps {
  day: string;
  shifts: readonly ShiftRows[];
  gaps: readonly GapShown[];
  change: Change;
}

function Day({ day, shifts, gaps, change }: DayProps): JSX.Element {
  const t = studyTexts();
  return (
    <section class="proposed-day stack near" aria-labelledby={`day-${day}`}>
      <h3 id={`day-${day}`} tabIndex={-1} data-focus="first">
        {capital(dayLong(day))}
      </h3>
      <ul class="bare proposed-shifts">
        {shifts.map((one) => (
          <Card key={one.shift.id} one={one} change={change} />
        ))}
      </ul>
      {gaps.map((gap) => (
        <p key={`${gap.starts_at} ${gap.channels.join()}`} class="withshape">
          <Shape name="cut" />
          <span>{`${t.elsewhere}, ${channelNames(gap.channels)}, ${range(gap.starts_at, gap.ends_at)}: ${t.places(gap.lacking)}. ${gapWords(gap, true)}`}</span>
        </p>
      ))}
    </section>
  );
}

/** Which shifts are shown, and whether one of them is. */
const SHOWS = {
  all: () => true,
  changed: ({ rows, open }: ShiftRows) => open > 0 || rows.some(({ kind }) => kind !== "on"),
  open: ({ open }: ShiftRows) => open > 0,
};
type Shows = keyof typeof SHOWS;

function Show({ shows, onShow }: { shows: Shows; onShow: (shows: Shows) => void }): JSX.Element {
  const t = studyTexts();
  const name = useId();
  return (
    <fieldset>
      <legend>{t.show}</legend>
      <div class="row">
        {(["all", "changed", "open"] as const).map((value) => (
          <label class="choice" key={value}>
            <input type="radio" name={name} checked={shows === value} onChange={() => onShow(value)} />
            {t.shows[value]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Days({ rows, gaps, change }: { rows: readonly ShiftRows[]; gaps: readonly GapShown[]; change: Change }): JSX.Element {
  const t = studyTexts();
  const shows = useSignal<Shows>("all");
  const shown = rows.filter(SHOWS[shows.value]);
  const there = new Set(rows.map(({ shift }) => shift.id));
  const loose = grouped(
    gaps.filter(({ shift }) => shift === null || !there.has(shift)),
    ({ starts_at }) => localDay(Date.parse(starts_at), zone()),
  );
  const by = grouped(shown, ({ shift }) => shift.day);
  const days = [...new Set([...by.keys(), ...loose.keys()])].sort();
  return (
    <section class="stack" aria-labelledby="days">
      <h2 id="days">{t.days}</h2>
      <Show shows={shows.value} onShow={(value) => (shows.value = value)} />
      <div role="status">{shows.value !== "all" && days.length === 0 && <p>{t.showNone}</p>}</div>
      {days.map((day) => (
        <Day key={day} day={day} shifts={by.get(day) ?? []} gaps={loose.get(day) ?? []} change={change} />
      ))}
    </section>
  );
}
