/**
 * Forms that lose nothing: what is typed stays until the server took it, and what is wrong is said at its field.
 *
 * A field is named as in the body that is sent, which is how a `Problem` names it.
 */
import { useSignal, type Signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Answer } from "../../shared/http.ts";
import { partTexts } from "./texts.ts";
import { TroubleNote, sentence, type Trouble } from "./trouble.tsx";

export interface Form<T> {
  draft: Signal<T>;
  trouble: Signal<Trouble | null>;
  busy: Signal<boolean>;
  done: Signal<boolean>;
}

export function useForm<T>(begin: T): Form<T> {
  return { draft: useSignal(begin), trouble: useSignal<Trouble | null>(null), busy: useSignal(false), done: useSignal(false) };
}

export function set<T, K extends keyof T>(form: Form<T>, name: K, value: T[K]): void {
  form.draft.value = { ...form.draft.value, [name]: value };
  form.done.value = false;
}

/** Send, keep why it did not go, and go on only if it did. */
export async function submit<T, R>(form: Form<T>, send: () => Promise<Answer<R>>, then?: (value: R) => void): Promise<void> {
  if (form.busy.value) return;
  form.busy.value = true;
  form.done.value = false;
  const answer = await send();
  form.busy.value = false;
  form.trouble.value = answer.ok ? null : answer;
  if (!answer.ok) return;
  form.done.value = true;
  then?.(answer.value);
}

/** What is wrong with this field; empty if nothing is known to be. */
export function wrong<T>(form: Form<T>, name: string): string {
  const trouble = form.trouble.value;
  const field = trouble?.problem?.field ?? "";
  if (!trouble || (field !== name && !field.startsWith(`${name}.`))) return "";
  return trouble.problem?.code === "bad_request" ? partTexts().fieldWrong : sentence(trouble);
}

interface FormProps<T> {
  form: Form<T>;
  label: string;
  onSubmit: () => void;
  said?: string;
  children: ComponentChildren;
  more?: ComponentChildren;
}

/** Focus goes to the first field that is wrong. */
export function FormArea<T>({ form, label, onSubmit, said, children, more }: FormProps<T>): JSX.Element {
  const t = partTexts();
  const area = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (form.trouble.value) area.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [form.trouble.value]);
  return (
    <form
      class="stack form"
      ref={area}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <TroubleNote trouble={form.trouble.value} />
      <div class="row">
        <button type="submit" class="main" aria-disabled={form.busy.value}>
          {label}
        </button>
        {more}
      </div>
      <p role="status">{form.busy.value ? t.saving : form.done.value ? (said ?? t.saved) : ""}</p>
    </form>
  );
}
