/** What every page has around its screens: the header with the language switch, and a `main` that says its state. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { language, speak } from "./language.ts";
import { Mark } from "./shapes.tsx";
import { sharedTexts } from "./texts.ts";

export function Head({ name, children }: { name: string; children?: ComponentChildren }): JSX.Element {
  const other = language.value === "nl" ? "en" : "nl";
  return (
    <header class="head">
      <p class="name">
        <Mark />
        <span>{name}</span>
      </p>
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

/** One screen. When the state changes, focus goes to its heading, so that everybody notices. */
export function Screen({ state, head, children, above, ...data }: ScreenProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const now = `${state} ${data["data-step"] ?? ""}`;
  useEffect(() => {
    if (shown !== null && shown !== now) {
      window.scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    shown = now;
  }, [now]);
  return (
    <main class="stack" data-state={state} {...data}>
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
