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

function Choice({ candidate, chosen, onChoose }: { candidate: Candidate; chosen: boolean; onChoose: () => void }): JSX.Element {
  const t = rotaTexts();
  const id = useId();
  const sort = sortOf(candidate);
  const word = { free: t.assignFree, soft: t.assignSoft, hard: t.assignHard }[sort];
  return (
    <li>
      <label class={`choice is-${sort}`}>
        <input type="radio" name="candidate" checked={chosen} disabled={sort === "hard"} aria-describedby={id} onChange={onChoose} />
        <span>
          {candidate.name} <span class="soft">{word}</span>
        </span>
      </label>
      <div id={id}>{candidate.reasons.length > 0 && <ReasonList reasons={candidate.reasons} />}</div>
    </li>
  );
}

function Choosing({ shift, candidates }: { shift: ShiftShown; candidates: readonly Candidate[] }): JSX.Element {
  const t = rotaTexts();
  const find = useSignal("");
  const chosen = useSignal<Candidate | null>(null);
  const done = useSignal("");
  const asked = find.value.trim().toLowerCase();
  const found = candidates.filter(({ name }) => name.toLowerCase().includes(asked));
  const shown = found.slice(0, SHOWN);
  const put = (candidate: Candidate): void => {
    done.value = t.assigned(candidate.name);
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
          {shown.map((candidate) => (
            <Choice
              key={candidate.volunteer}
              candidate={candidate}
              chosen={chosen.value?.volunteer === candidate.volunteer}
              onChoose={() => (chosen.value = candidate)}
            />
          ))}
        </ul>
      </fieldset>
      <p role="status">{found.length === 0 ? t.assignNone : found.length > shown.length ? t.assignMore(found.length - shown.length) : ""}</p>
      {chosen.value && (
        <AssignForm
          key={chosen.value.volunteer}
          shift={shift}
          volunteer={chosen.value.volunteer}
          name={chosen.value.name}
          noted={chosen.value.reasons.length > 0}
          onDone={() => chosen.value && put(chosen.value)}
        />
      )}
      <p role="status">{done.value}</p>
    </div>
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
