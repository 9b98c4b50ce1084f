/** The fields of forms: each with its label, a hint, and what is wrong with it. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { set, wrong, type Form } from "./form.tsx";

interface FieldProps<T> {
  form: Form<T>;
  name: keyof T & string;
  label: string;
  hint?: string;
}

interface InputProps<T> extends FieldProps<T> {
  type?: "text" | "email" | "date" | "time" | "number";
  required?: boolean;
  least?: string | number;
  most?: string | number;
  /** Of a number that need not be whole: "any". */
  step?: number | "any";
  longest?: number;
  options?: readonly string[];
}

/** One line of text, a day, a time or a number. An empty number or day is null. */
export function Input<T>({ form, name, label, hint, type = "text", required, least, most, step, longest, options }: InputProps<T>): JSX.Element {
  const id = useId();
  const trouble = wrong(form, name);
  const value = form.draft.value[name] as string | number | null;
  const typed = (text: string): void => {
    const kept = type === "number" ? (text === "" ? null : Number(text)) : text === "" && !required ? null : text;
    set(form, name, kept as T[typeof name]);
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value ?? ""}
        required={required}
        min={least}
        max={most}
        step={step}
        maxLength={longest}
        list={options && `${id}-options`}
        autocomplete="off"
        aria-invalid={trouble !== ""}
        aria-describedby={`${id}-about`}
        onInput={(event) => typed(event.currentTarget.value)}
      />
      {options && (
        <datalist id={`${id}-options`}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
      <About id={id} hint={hint} trouble={trouble} />
    </div>
  );
}

function About({ id, hint, trouble }: { id: string; hint: string | undefined; trouble: string }): JSX.Element {
  return (
    <div id={`${id}-about`}>
      {hint && <p class="soft">{hint}</p>}
      {trouble && <p class="wrong">{trouble}</p>}
    </div>
  );
}

export function Words<T>({ form, name, label, hint, longest, required }: FieldProps<T> & { longest: number; required?: boolean }): JSX.Element {
  const id = useId();
  const trouble = wrong(form, name);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={2}
        maxLength={longest}
        required={required}
        value={(form.draft.value[name] as string | null) ?? ""}
        aria-invalid={trouble !== ""}
        aria-describedby={`${id}-about`}
        onInput={(event) => set(form, name, (event.currentTarget.value || null) as T[typeof name])}
      />
      <About id={id} hint={hint} trouble={trouble} />
    </div>
  );
}

interface SelectProps<T> extends FieldProps<T> {
  choices: readonly (readonly [string, string])[];
}

/** One of several; the empty choice is null. */
export function Select<T>({ form, name, label, hint, choices }: SelectProps<T>): JSX.Element {
  const id = useId();
  const trouble = wrong(form, name);
  const value = (form.draft.value[name] as string | null) ?? "";
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={`${id}-about`}
        onChange={(event) => set(form, name, (event.currentTarget.value || null) as T[typeof name])}
      >
        {choices.map(([key, told]) => (
          <option key={key} value={key} selected={key === value}>
            {told}
          </option>
        ))}
      </select>
      <About id={id} hint={hint} trouble={trouble} />
    </div>
  );
}

/** Any of several, as boxes. */
export function Several<T>({ form, name, label, hint, choices }: SelectProps<T>): JSX.Element {
  const id = useId();
  const trouble = wrong(form, name);
  const chosen = form.draft.value[name] as readonly string[];
  const turn = (key: string, on: boolean): void => {
    const next = choices.map(([each]) => each).filter((each) => (each === key ? on : chosen.includes(each)));
    set(form, name, next as T[typeof name]);
  };
  return (
    <fieldset aria-describedby={`${id}-about`}>
      <legend>{label}</legend>
      <div class="row">
        {choices.map(([key, told]) => (
          <label class="choice" key={key}>
            <input type="checkbox" checked={chosen.includes(key)} onChange={(event) => turn(key, event.currentTarget.checked)} />
            {told}
          </label>
        ))}
      </div>
      <About id={id} hint={hint} trouble={trouble} />
    </fieldset>
  );
}

export function Check<T>({ form, name, label }: FieldProps<T>): JSX.Element {
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={form.draft.value[name] as boolean}
        onChange={(event) => set(form, name, event.currentTarget.checked as T[typeof name])}
      />
      {label}
    </label>
  );
}
