/** A button that makes way for what is asked before it is done; focus goes in, and back to the button. */
import type { Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Answer } from "../../shared/http.ts";
import { FormArea, submit, useForm } from "./form.tsx";
import { Words } from "./fields.tsx";
import { partTexts } from "./texts.ts";

interface OpenerProps {
  open: Signal<boolean>;
  label: string;
  head: string;
  main?: boolean;
  /** What the button says to who does not see what it stands beside. */
  about?: string;
  children: ComponentChildren;
}

export function Opener({ open, label, head, main, about, children }: OpenerProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const was = useRef(false);
  const id = useId();
  useEffect(() => {
    if (open.value) heading.current?.focus();
    else if (was.current) button.current?.focus();
    was.current = open.value;
  }, [open.value]);
  if (!open.value) {
    return (
      <button type="button" class={main ? "main" : ""} ref={button} onClick={() => (open.value = true)}>
        {label}
        {about && <span class="hidden">{` ${about}`}</span>}
      </button>
    );
  }
  return (
    <div role="group" class="asked stack near" aria-labelledby={id}>
      <h3 id={id} tabIndex={-1} ref={heading}>
        {head}
      </h3>
      {children}
    </div>
  );
}

export function Back({ open }: { open: Signal<boolean> }): JSX.Element {
  return (
    <button type="button" onClick={() => (open.value = false)}>
      {partTexts().back}
    </button>
  );
}

interface AskProps<R> {
  label: string;
  head: string;
  text: string;
  yes: string;
  /** With a place for a reason, and what it is called. */
  note?: string;
  main?: boolean;
  about?: string;
  send: (note: string | null) => Promise<Answer<R>>;
  then?: (value: R) => void;
}

/** Something that is asked once more, in words, with a reason where one may be given. */
export function Ask<R>({ label, head, text, yes, note, main, about, send, then }: AskProps<R>): JSX.Element {
  const open = useSignal(false);
  const form = useForm<{ note: string | null }>({ note: null });
  const done = (value: R): void => {
    open.value = false;
    then?.(value);
  };
  return (
    <Opener open={open} label={label} head={head} {...(main && { main })} {...(about && { about })}>
      <p>{text}</p>
      <FormArea form={form} label={yes} onSubmit={() => void submit(form, () => send(form.draft.value.note), done)} more={<Back open={open} />}>
        {note && <Words form={form} name="note" label={note} longest={500} />}
      </FormArea>
    </Opener>
  );
}
