/** The two ways out of a conversation: hand it over, or end it (asked once more). */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren, JSX } from "preact";
import { language, languageName } from "../shared/language.ts";
import { say } from "./line.ts";
import { line } from "./state.ts";
import { texts } from "./texts.ts";

interface OpenerProps {
  open: Signal<boolean>;
  label: string;
  head: string;
  children: ComponentChildren;
}

/** A button that makes way for a small form; focus goes in, and back to the button. */
function Opener({ open, label, head, children }: OpenerProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const was = useRef(false);
  useEffect(() => {
    if (open.value) {
      heading.current?.focus();
      heading.current?.parentElement?.scrollIntoView({ block: "nearest" });
    } else if (was.current) button.current?.focus();
    was.current = open.value;
  }, [open.value]);
  if (!open.value) {
    return (
      <div class="row">
        <button type="button" ref={button} onClick={() => (open.value = true)}>
          {label}
        </button>
      </div>
    );
  }
  return (
    <section class="finish stack near">
      <h3 tabIndex={-1} ref={heading}>
        {head}
      </h3>
      {children}
    </section>
  );
}

interface PickProps {
  label: string;
  none: string;
  chosen?: string | null;
  choices: [string, string][];
  onPick: (id: string | null) => void;
}

export function Pick({ label, none, chosen, choices, onPick }: PickProps): JSX.Element {
  return (
    <label class="field">
      {label}
      <select onChange={(event) => onPick(event.currentTarget.value || null)}>
        <option value="">{none}</option>
        {choices.map(([id, name]) => (
          <option key={id} value={id} selected={id === chosen}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function topicChoices(): [string, string][] {
  return line.value?.topics.map((topic) => [topic.id, topic[language.value]]) ?? [];
}

export function TransferForm({ contact }: { contact: string }): JSX.Element {
  const t = texts();
  const open = useSignal(false);
  const topic = useSignal<string | null>(null);
  const spoken = useSignal<string | null>(null);
  const languages = line.value?.languages.map((code): [string, string] => [code, languageName(code)]) ?? [];
  const ask = (): void => {
    say({ kind: "transfer", contact, topic: topic.value, language: spoken.value });
    open.value = false;
  };
  return (
    <Opener open={open} label={t.transfer} head={t.transferHead}>
      <p>{t.transferText}</p>
      <Pick label={t.transferTopic} none={t.any} choices={topicChoices()} onPick={(id) => (topic.value = id)} />
      <Pick label={t.transferLanguage} none={t.any} choices={languages} onPick={(id) => (spoken.value = id)} />
      <div class="row">
        <button type="button" class="main" onClick={ask}>
          {t.transferAsk}
        </button>
        <button type="button" onClick={() => (open.value = false)}>
          {t.back}
        </button>
      </div>
    </Opener>
  );
}

export function EndForm({ contact }: { contact: string }): JSX.Element {
  const t = texts();
  const open = useSignal(false);
  const block = useSignal(false);
  return (
    <Opener open={open} label={t.end} head={t.endHead}>
      <p>{t.endText}</p>
      <label class="choice">
        <input type="checkbox" checked={block.value} onChange={(event) => (block.value = event.currentTarget.checked)} />
        {t.block}
      </label>
      <div class="row">
        <button type="button" class="main" onClick={() => say({ kind: "end", contact, block: block.value })}>
          {t.endYes}
        </button>
        <button type="button" onClick={() => (open.value = false)}>
          {t.back}
        </button>
      </div>
    </Opener>
  );
}
