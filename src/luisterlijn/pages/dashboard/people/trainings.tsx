/** The trainings of a person: a row each, added and taken away. */
import type { JSX } from "preact";
import { useId, useRef } from "preact/hooks";
import type { TrainingDone } from "../../shared/protocol.ts";
import { set, wrong, type Form } from "../parts/form.tsx";
import { today } from "../parts/when.ts";
import type { Draft } from "./person_form.tsx";
import { peopleTexts } from "./texts.ts";

interface RowProps {
  training: TrainingDone;
  list: string;
  trouble: string;
  onChange: (changed: TrainingDone) => void;
  onDrop: () => void;
}

function Row({ training, list, trouble, onChange, onDrop }: RowProps): JSX.Element {
  const t = peopleTexts();
  const { name, done_on, valid_until } = training;
  return (
    <li class="fields">
      <label class="field">
        {t.training}
        <input
          type="text"
          list={list}
          required
          maxLength={60}
          autocomplete="off"
          value={name}
          aria-invalid={trouble !== ""}
          onInput={(event) => onChange({ ...training, name: event.currentTarget.value })}
        />
        {trouble && <span class="wrong">{trouble}</span>}
      </label>
      <label class="field">
        {t.doneOn}
        <input type="date" required value={done_on} onInput={(event) => onChange({ ...training, done_on: event.currentTarget.value })} />
      </label>
      <label class="field">
        {t.validUntil}
        <input
          type="date"
          value={valid_until ?? ""}
          onInput={(event) => onChange({ ...training, valid_until: event.currentTarget.value || null })}
        />
      </label>
      <button type="button" onClick={onDrop}>
        {t.dropTraining(name)}
      </button>
    </li>
  );
}

export function TrainingFields({ form, known }: { form: Form<Draft>; known: readonly string[] }): JSX.Element {
  const t = peopleTexts();
  const id = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const { trainings } = form.draft.value;
  const keep = (next: TrainingDone[]): void => set(form, "trainings", next);
  const add = (): void => {
    const missing = known.find((name) => !trainings.some((one) => one.name === name)) ?? "";
    keep([...trainings, { name: missing, done_on: today(), valid_until: null }]);
  };
  return (
    <fieldset ref={group}>
      <legend tabIndex={-1} data-focus="first">
        {t.trainings}
      </legend>
      <datalist id={id}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <ul class="bare stack near">
        {trainings.map((training, index) => (
          <Row
            key={index}
            training={training}
            list={id}
            trouble={wrong(form, `trainings.${index}`)}
            onChange={(changed) => keep(trainings.map((one, at) => (at === index ? changed : one)))}
            onDrop={() => keep(trainings.filter((_, at) => at !== index))}
          />
        ))}
      </ul>
      <p class="soft">{trainings.length > 0 && t.validUntilHint}</p>
      <button type="button" onClick={add}>
        {t.addTraining}
      </button>
    </fieldset>
  );
}
