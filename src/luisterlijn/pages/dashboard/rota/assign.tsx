/** Putting somebody on a shift: who could, without reasons first; soft rules give way to a reason, hard ones to none. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { post } from "../../shared/http.ts";
import type { AssignGiven, Candidate, Candidates, ShiftShown, SignUpShown } from "../../shared/protocol.ts";
import { refresh, useFetched } from "../parts/fetched.ts";
import { Words } from "../parts/fields.tsx";
import { FormArea, submit, useForm } from "../parts/form.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Back, Opener } from "../parts/opener.tsx";
import { ReasonList } from "../parts/reasons.tsx";
import { hardOf } from "../parts/trouble.tsx";
import { rotaTexts } from "./texts.ts";

const SHOWN = 12;

/** Somebody who waits for a place, put on it past the maximum or past a rule. */
export function PutOn({ shift, one }: { shift: ShiftShown; one: SignUpShown }): JSX.Element {
  const t = rotaTexts();
  const open = useSignal(false);
  return (
    <Opener open={open} label={t.assignYes(one.name)} head={t.assignYes(one.name)}>
      <AssignForm shift={shift} volunteer={one.volunteer} name={one.name} noted onDone={() => (open.value = false)} />
    </Opener>
  );
}

interface AssignFormProps {
  shift: ShiftShown;
  volunteer: string;
  name: string;
  /** There is a soft rule to override. */
  noted: boolean;
  onDone: () => void;
}

function AssignForm({ shift, volunteer, name, noted, onDone }: AssignFormProps): JSX.Element {
  const t = rotaTexts();
  const form = useForm<{ note: string | null }>({ note: null });
  const send = (): Promise<void> =>
    submit(
      form,
      () => post<SignUpShown>(`shifts/${shift.id}/assign`, { volunteer, note: form.draft.value.note } satisfies AssignGiven),
      () => {
        onDone();
        void refresh();
      },
    );
  return (
    <FormArea form={form} label={t.assignYes(name)} said={t.assigned(name)} onSubmit={() => void send()}>
      {(noted || form.trouble.value?.problem?.code === "rules") && <Words form={form} name="note" label={t.assignNote} longest={500} />}
    </FormArea>
  );
}

function sortOf(candidate: Candidate): "free" | "soft" | "hard" {
  if (candidate.reasons.length === 0) return "free";
  return hardOf(candidate.reasons).length ? "hard" : "soft";
}

interface ChoiceProps {
  candidate: Candidate;
  group: string;
  off: boolean;
  chosen: boolean;
  onChoose: () => void;
}

function Choice({ candidate, group, off, chosen, onChoose }: ChoiceProps): JSX.Element {
  const t = rotaTexts();
  const id = useId();
  const sort = sortOf(candidate);
  const word = { free: t.assignFree, soft: t.assignSoft, hard: t.assignHard }[sort];
  return (
    <li>
      <label class={`choice is-${sort}`}>
        <input type="radio" name={group} checked={chosen} disabled={off} aria-describedby={id} onChange={onChoose} />
        <span>
          {candidate.name} <span class="soft">{word}</span>
        </span>
      </label>
      <div id={id}>{candidate.reasons.length > 0 && <ReasonList reasons={candidate.reasons} />}</div>
    </li>
  );
}

interface PickingProps {
  candidates: readonly Candidate[];
  /** Only those no rule speaks against may be chosen, not even softly. */
  freeOnly?: boolean;
  /** What is done with the one who was chosen; `taken` once it was, with what to say of it. */
  children: (chosen: Candidate, taken: (said: string) => void) => JSX.Element;
}

/** One of those who could, found by name. */
export function Picking({ candidates, freeOnly, children }: PickingProps): JSX.Element {
  const t = rotaTexts();
  const group = useId();
  const find = useSignal("");
  const chosen = useSignal<Candidate | null>(null);
  const done = useSignal("");
  const asked = find.value.trim().toLowerCase();
  const found = candidates.filter(({ name }) => name.toLowerCase().includes(asked));
  const shown = found.slice(0, SHOWN);
  const off = (candidate: Candidate): boolean => sortOf(candidate) === "hard" || (freeOnly === true && candidate.reasons.length > 0);
  const taken = (said: string): void => {
    done.value = said;
    chosen.value = null;
  };
  return (
    <div class="stack near">
      <label class="field">
        {t.assignFind}
        <input type="search" value={find.value} autocomplete="off" onInput={(event) => (find.value = event.currentTarget.value)} />
      </label>
      <fieldset>
        <legend>{t.candidate}</legend>
        <ul class="bare stack near">
          {shown.map((one) => (
            <Choice
              key={one.volunteer}
              candidate={one}
              group={group}
              off={off(one)}
              chosen={chosen.value?.volunteer === one.volunteer}
              onChoose={() => (chosen.value = one)}
            />
          ))}
        </ul>
      </fieldset>
      <p role="status">{found.length === 0 ? t.assignNone : found.length > shown.length ? t.assignMore(found.length - shown.length) : ""}</p>
      {chosen.value && children(chosen.value, taken)}
      <p role="status">{done.value}</p>
    </div>
  );
}

function Choosing({ shift, candidates }: { shift: ShiftShown; candidates: readonly Candidate[] }): JSX.Element {
  const t = rotaTexts();
  return (
    <Picking candidates={candidates}>
      {({ volunteer, name, reasons }, taken) => (
        <AssignForm
          key={volunteer}
          shift={shift}
          volunteer={volunteer}
          name={name}
          noted={reasons.length > 0}
          onDone={() => taken(t.assigned(name))}
        />
      )}
    </Picking>
  );
}

function Fetching({ shift }: { shift: ShiftShown }): JSX.Element {
  const candidates = useFetched<Candidates>(`shifts/${shift.id}/candidates`);
  return <Loaded of={candidates}>{(value) => <Choosing shift={shift} candidates={value.candidates} />}</Loaded>;
}

export function Assign({ shift }: { shift: ShiftShown }): JSX.Element {
  const t = rotaTexts();
  const open = useSignal(false);
  return (
    <Opener open={open} label={t.assign} head={t.assign} main={shift.short > 0}>
      <Fetching shift={shift} />
      <div class="row">
        <Back open={open} />
      </div>
    </Opener>
  );
}
