/** Where a message is written. On a keyboard Enter sends; on a touch screen it is a new line and the button sends. */
import type { Signal } from "@preact/signals";
import type { JSX, TargetedInputEvent } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { sharedTexts } from "./texts.ts";
import { AGAIN_MS } from "./typing.ts";

const TYPING_STOPS_MS = 4000;
const finePointer = matchMedia("(pointer: fine)");

interface ComposerProps {
  draft: Signal<string>;
  most: number;
  label?: string;
  send?: string;
  onSend: (body: string) => void;
  onTyping?: (on: boolean) => void;
}

/** Says "typing" when it starts, now and then while it goes on, and once when it stops. */
function useTyping(onTyping: ComposerProps["onTyping"]): { typed: () => void; stopped: () => void } {
  const timer = useRef<number | undefined>(undefined);
  const saidAt = useRef(0);
  const stopped = (): void => {
    if (timer.current === undefined) return;
    window.clearTimeout(timer.current);
    timer.current = undefined;
    onTyping?.(false);
  };
  const typed = (): void => {
    if (timer.current === undefined || Date.now() - saidAt.current > AGAIN_MS) {
      saidAt.current = Date.now();
      onTyping?.(true);
    }
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(stopped, TYPING_STOPS_MS);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return { typed, stopped };
}

function sends({ key, isComposing, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === "Enter" && !isComposing && !shiftKey && (finePointer.matches || ctrlKey || metaKey);
}

export function Composer({ draft, most, label, send: sendWords, onSend, onTyping }: ComposerProps): JSX.Element {
  const t = sharedTexts();
  const id = useId();
  const text = useRef<HTMLTextAreaElement>(null);
  const { typed, stopped } = useTyping(onTyping);
  const send = (): void => {
    const body = draft.value.trim();
    if (body === "") return;
    draft.value = "";
    stopped();
    onSend(body);
    text.current?.focus(); // whoever pressed the button goes on writing
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!sends(event)) return;
    event.preventDefault();
    send();
  };
  const onInput = (event: TargetedInputEvent<HTMLTextAreaElement>): void => {
    draft.value = event.currentTarget.value;
    typed();
  };
  const hint = draft.value.length >= most ? t.tooLong(most) : finePointer.matches ? t.enterSends : "";
  return (
    <form
      class="stack near"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="label" for={id}>
        {label ?? t.composer}
      </label>
      <textarea
        id={id}
        ref={text}
        rows={3}
        maxLength={most}
        aria-describedby={hint ? `${id}-hint` : undefined}
        dir="auto"
        autocomplete="off"
        data-focus="first"
        value={draft.value}
        onInput={onInput}
        onKeyDown={onKeyDown}
      />
      <div class="row">
        <button type="submit" class="main">
          {sendWords ?? t.send}
        </button>
        {hint && (
          <p class="small soft" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </form>
  );
}
