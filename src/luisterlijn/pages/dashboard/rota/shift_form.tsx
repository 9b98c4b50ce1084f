/** A single shift: added by itself, or changed as an exception to its template. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { go, to } from "../../shared/hash.ts";
import { post, put } from "../../shared/http.ts";
import type { ShiftGiven, ShiftShown } from "../../shared/protocol.ts";
import { listed } from "../../shared/when.ts";
import { refresh } from "../parts/fetched.ts";
import { Input, Words } from "../parts/fields.tsx";
import { FormArea, submit, useForm, type Form } from "../parts/form.tsx";
import { Back, Opener } from "../parts/opener.tsx";
import { span, today, zone } from "../parts/when.ts";
import { addDays, instantOf, localDay, localTime } from "../parts/zoned.ts";
import { DEMAND, DemandFields, demandOf, type Demand } from "./demand.tsx";
import { rotaTexts } from "./texts.ts";

interface Draft extends Demand {
  name: string;
  day: string;
  starts_at: string;
  ends_at: string;
  note: string | null;
}

function draftOf(shift: ShiftShown): Draft {
  const at = Date.parse(shift.starts_at);
  const { name, note } = shift;
  return { ...demandOf(shift), name, note, day: localDay(at, zone()), starts_at: localTime(at, zone()), ends_at: localTime(Date.parse(shift.ends_at), zone()) };
}

/** Begin and end in UTC; an end that is not later is on the next day. An end that was not touched stays to the second. */
function instants({ day, starts_at, ends_at }: Draft, was?: ShiftShown): { starts_at: string; ends_at: string } {
  if (was) {
    const before = draftOf(was);
    if (before.day === day && before.starts_at === starts_at && before.ends_at === ends_at) return { starts_at: was.starts_at, ends_at: was.ends_at };
  }
  const last = ends_at <= starts_at ? addDays(day, 1) : day;
  const at = (on: string, time: string): string => new Date(instantOf(on, time, zone())).toISOString();
  return { starts_at: at(day, starts_at), ends_at: at(last, ends_at) };
}

function given(draft: Draft, was?: ShiftShown): ShiftGiven {
  return { ...demandOf(draft), name: draft.name, note: draft.note, ...instants(draft, was) };
}

function Fields({ form, was }: { form: Form<Draft>; was?: ShiftShown }): JSX.Element {
  const t = rotaTexts();
  const { starts_at, ends_at } = form.draft.value.day ? instants(form.draft.value, was) : { starts_at: "", ends_at: "" };
  return (
    <>
      <Input form={form} name="name" label={t.name} longest={120} required />
      <div class="fields">
        <Input form={form} name="day" label={t.day} type="date" required />
        <Input form={form} name="starts_at" label={t.starts} type="time" required />
        <Input form={form} name="ends_at" label={t.ends} hint={t.endsHint} type="time" required />
      </div>
      <p>{ends_at && t.lasts(span((Date.parse(ends_at) - Date.parse(starts_at)) / 1000))}</p>
      <DemandFields form={form} />
      <Words form={form} name="note" label={t.note} hint={t.noteHint} longest={500} />
    </>
  );
}

export function AddShift({ first, days }: { first: string; days: number }): JSX.Element {
  const t = rotaTexts();
  const day = first > today() ? first : today();
  const form = useForm<Draft>({ ...DEMAND, name: "", day, starts_at: "18:00", ends_at: "22:00", note: null });
  const done = async (made: ShiftShown): Promise<void> => {
    await refresh();
    go("rota", first, days, made.id);
  };
  const send = (): Promise<void> => submit(form, () => post<ShiftShown>("shifts", given(form.draft.value)), (made) => void done(made));
  return (
    <section class="stack" aria-labelledby="add">
      <p>
        <a class="go" href={to("rota", first, days)}>
          {`← ${t.week}`}
        </a>
      </p>
      <h2 id="add">{t.add}</h2>
      <FormArea form={form} label={t.addYes} onSubmit={() => void send()}>
        <Fields form={form} />
      </FormArea>
    </section>
  );
}

export function ChangeShift({ shift, onRemoved }: { shift: ShiftShown; onRemoved: (names: readonly string[]) => void }): JSX.Element {
  const t = rotaTexts();
  const open = useSignal(false);
  return (
    <Opener open={open} label={t.change} head={t.changeHead}>
      <p>{t.changeText}</p>
      <Changing shift={shift} onRemoved={onRemoved} onDone={() => (open.value = false)} more={<Back open={open} />} />
    </Opener>
  );
}

interface ChangingProps {
  shift: ShiftShown;
  onRemoved: (names: readonly string[]) => void;
  onDone: () => void;
  more: JSX.Element;
}

function Changing({ shift, onRemoved, onDone, more }: ChangingProps): JSX.Element {
  const t = rotaTexts();
  const form = useForm<Draft>(draftOf(shift));
  const done = (changed: ShiftShown): void => {
    onRemoved(changed.removed);
    onDone();
    void refresh();
  };
  return (
    <FormArea
      form={form}
      label={t.change}
      more={more}
      onSubmit={() => void submit(form, () => put<ShiftShown>(`shifts/${shift.id}`, given(form.draft.value, shift)), done)}
    >
      <Fields form={form} was={shift} />
    </FormArea>
  );
}

/** Whom a change took off, as they no longer fit. */
export function Removed({ names }: { names: readonly string[] }): JSX.Element {
  return <div role="status">{names.length > 0 && <p class="notice">{rotaTexts().removed(listed(names), names.length)}</p>}</div>;
}
