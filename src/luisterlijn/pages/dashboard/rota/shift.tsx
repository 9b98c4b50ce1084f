/** One shift of the week: what it asks for, who comes, who waits, and all that may be done with it. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { to } from "../../shared/hash.ts";
import { post } from "../../shared/http.ts";
import type { NoteGiven, RotaWeek, ShiftShown, SignUpShown } from "../../shared/protocol.ts";
import { Shape } from "../../shared/shapes.tsx";
import { capital } from "../../shared/when.ts";
import { refresh } from "../parts/fetched.ts";
import { Ask } from "../parts/opener.tsx";
import { partTexts } from "../parts/texts.ts";
import { rangeLong, time, times } from "../parts/when.ts";
import { Assign, PutOn } from "./assign.tsx";
import { ChangeShift, Removed } from "./shift_form.tsx";
import { rotaTexts } from "./texts.ts";
import { demandWords, fillOf, fillWords } from "./words.ts";

function signUpWords(one: SignUpShown, shift: ShiftShown): string {
  const t = rotaTexts();
  const said = [t.how[one.how]];
  if (one.starts_at !== shift.starts_at || one.ends_at !== shift.ends_at) said.push(t.partly(times(one.starts_at, one.ends_at)));
  if (one.checked_in_at) said.push(t.checkedIn(time(one.checked_in_at)));
  if (one.missed_at && !one.checked_in_at) said.push(t.missed);
  if (one.note) said.push(one.note);
  return said.join(", ");
}

function TakeOff({ one }: { one: SignUpShown }): JSX.Element {
  const t = rotaTexts();
  return (
    <Ask
      label={t.takeOff(one.name)}
      head={t.takeOffHead(one.name)}
      text={t.takeOffText}
      yes={t.takeOffYes}
      note={t.why}
      send={(note) => post<null>(`sign_ups/${one.id}/remove`, { note } satisfies NoteGiven)}
      then={() => void refresh()}
    />
  );
}

function People({ shift, open }: { shift: ShiftShown; open: boolean }): JSX.Element {
  const t = rotaTexts();
  const signed = shift.people.filter(({ state }) => state === "signed");
  const waiting = shift.people.filter(({ state }) => state === "waiting").toSorted((one, other) => (one.place ?? 0) - (other.place ?? 0));
  return (
    <>
      <section class="stack near" aria-labelledby="signed">
        <h3 id="signed" tabIndex={-1} data-focus="first">{`${t.signed} (${signed.length})`}</h3>
        {signed.length === 0 && <p>{t.signedNone}</p>}
        <ul class="bare people">
          {signed.map((one) => (
            <li key={one.id} class="between">
              <p>
                <strong>{one.name}</strong> <span class="soft">{signUpWords(one, shift)}</span>
              </p>
              {open && <TakeOff one={one} />}
            </li>
          ))}
        </ul>
      </section>
      {waiting.length > 0 && (
        <section class="stack near" aria-labelledby="waiting">
          <h3 id="waiting">{`${t.waiting} (${waiting.length})`}</h3>
          <ul class="bare people">
            {waiting.map((one) => (
              <li key={one.id} class="between">
                <p>
                  <strong>{one.name}</strong> <span class="soft">{one.place === null ? "" : t.place(one.place)}</span>
                </p>
                {open && <PutOn shift={shift} one={one} />}
                {open && <TakeOff one={one} />}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Facts({ shift }: { shift: ShiftShown }): JSX.Element {
  const t = rotaTexts();
  const facts: [string, string][] = [
    [t.when, capital(rangeLong(shift.starts_at, shift.ends_at))],
    [t.asks, capital(demandWords(shift))],
    [t.from, shift.template ? (shift.changed ? `${t.fromTemplate}, ${t.changed}` : t.fromTemplate) : t.byItself],
  ];
  if (shift.note) facts.push([t.note, shift.note]);
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Doings({ shift, onRemoved }: { shift: ShiftShown; onRemoved: (names: readonly string[]) => void }): JSX.Element {
  const t = rotaTexts();
  const cancel = (note: string | null) => post<ShiftShown>(`shifts/${shift.id}/cancel`, { note } satisfies NoteGiven);
  return (
    <div class="row">
      <ChangeShift shift={shift} onRemoved={onRemoved} />
      <Ask label={t.cancel} head={t.cancelHead} text={t.cancelText} yes={t.cancelYes} note={t.cancelWhy} send={cancel} then={() => void refresh()} />
    </div>
  );
}

export function OneShift({ week, id }: { week: RotaWeek; id: string }): JSX.Element {
  const t = rotaTexts();
  const removed = useSignal<readonly string[]>([]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [id]);
  const shift = week.shifts.find((one) => one.id === id);
  const back = (
    <p>
      <a class="go" href={to("rota", week.first_on, week.days)}>
        {`← ${t.week}`}
      </a>
    </p>
  );
  if (!shift) {
    return (
      <>
        {back}
        <p class="notice">{partTexts().problems["not_found"]}</p>
      </>
    );
  }
  const open = shift.state !== "cancelled";
  return (
    <section class="stack" aria-labelledby="shift" data-shift={shift.state}>
      {back}
      <h2 id="shift" tabIndex={-1} ref={heading}>
        {`${shift.name}, ${rangeLong(shift.starts_at, shift.ends_at)}`}
      </h2>
      <p class="withshape" role="status">
        <Shape name={shift.short > 0 ? "cut" : "full"} />
        <strong>{capital(fillOf(shift) === "cancelled" ? t.fill.cancelled(0) : fillWords(shift))}</strong>
      </p>
      <Facts shift={shift} />
      <Removed names={removed.value} />
      <People shift={shift} open={open} />
      {open && <Assign shift={shift} />}
      {open && <Doings shift={shift} onRemoved={(names) => (removed.value = names)} />}
    </section>
  );
}
