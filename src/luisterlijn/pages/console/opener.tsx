import { type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren, JSX } from "preact";

interface OpenerProps {
  open: Signal<boolean>;
  label: string;
  head: string;
  /** The id of what the button is about, where many have the same name. */
  about?: string;
  children: ComponentChildren;
}

/** A button that makes way for a small form; focus goes in, and back to the button. */
export function Opener({ open, label, head, about, children }: OpenerProps): JSX.Element {
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
        <button type="button" ref={button} aria-describedby={about} onClick={() => (open.value = true)}>
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
