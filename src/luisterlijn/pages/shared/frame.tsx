/** What every page has around its screens: the header with the language switch, and a `main` that says its state. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { wasWriting } from "./focus.ts";
import { language, speak } from "./language.ts";
import { Mark } from "./shapes.tsx";
import { sharedTexts } from "./texts.ts";

export function Head({ name, mark, children }: { name: string; mark?: ComponentChildren; children?: ComponentChildren }): JSX.Element {
  const other = language.value === "nl" ? "en" : "nl";
  return (
    <header class="head">
      <p class="name">
        <Mark />
        <span>{name}</span>
      </p>
      {mark}
      <div class="row">
        <button type="button" class="plain" lang={other} onClick={() => speak(other)}>
          {sharedTexts().other}
        </button>
        {children}
      </div>
    </header>
  );
}

interface ScreenProps {
  state: string;
  head: string;
  children: ComponentChildren;
  above?: ComponentChildren;
  [attribute: `data-${string}`]: string | undefined;
}

/** The state shown last; null before the first, which takes no focus. */
let shown: string | null = null;

/** Whoever was writing goes on writing, without losing a letter: in the box of the new screen, at the end of the text. */
function writeOn(): boolean {
  const box = wasWriting() ? document.querySelector("textarea") : null;
  box?.focus();
  box?.setSelectionRange(box.value.length, box.value.length);
  return box !== null;
}

/** One screen. When the state changes, focus goes to its heading, so that everybody notices. */
export function Screen({ state, head, children, above, ...data }: ScreenProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const told = useSignal("");
  const now = `${state} ${data["data-step"] ?? ""}`;
  useLayoutEffect(() => {
    if (shown !== null && shown !== now) {
      window.scrollTo(0, 0);
      if (writeOn()) told.value = head;
      else heading.current?.focus({ preventScroll: true });
    }
    shown = now;
  }, [now]);
  return (
    <main class="stack" data-state={state} {...data}>
      <p class="hidden" role="status">
        {told.value}
      </p>
      {above}
      <h1 tabIndex={-1} ref={heading}>
        {head}
      </h1>
      {children}
    </main>
  );
}

/** Another tab took over, or the page itself is broken. */
export function Stopped({ elsewhere, onHere }: { elsewhere: boolean; onHere: () => void }): JSX.Element {
  const t = sharedTexts();
  return (
    <Screen state={elsewhere ? "elsewhere" : "broken"} head={elsewhere ? t.elsewhereHead : t.brokenHead}>
      <p>{elsewhere ? t.elsewhereText : t.brokenText}</p>
      <div class="row">
        <button type="button" class="main" onClick={elsewhere ? onHere : () => location.reload()}>
          {elsewhere ? t.here : t.reload}
        </button>
      </div>
    </Screen>
  );
}
