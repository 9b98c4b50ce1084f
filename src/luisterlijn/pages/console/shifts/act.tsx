/** One thing done over HTTP: asked once at a time, and told what stood in the way. */
import { useSignal, type Signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { reasonsOf, type Answer } from "../../shared/http.ts";
import type { Problem, Reason } from "../../shared/protocol.ts";
import { notice } from "../state.ts";
import { refresh } from "./state.ts";
import { texts } from "./texts.ts";
import { whyNot } from "./words.ts";

type Refused = { status: number; problem: Problem | null };

export interface Act {
  busy: Signal<boolean>;
  refused: Signal<Refused | null>;
  /** Does it, looks at everything again, and says `done` once that is so; what was said before is over by then. */
  run<T>(call: Promise<Answer<T>>, done: (value: T) => (() => string) | null): Promise<void>;
}

/** Says in both views what was done, until it is dismissed. */
export function tell(words: () => string): void {
  notice.value = { about: "said", words };
}

export function useAct(): Act {
  const busy = useSignal(false);
  const refused = useSignal<Refused | null>(null);
  const run: Act["run"] = async (call, done) => {
    busy.value = true;
    if (notice.peek()?.about === "said") notice.value = null;
    refused.value = null;
    const answer = await call;
    if (!answer.ok) refused.value = answer;
    const words = answer.ok ? done(answer.value) : null;
    await refresh();
    busy.value = false;
    if (words) tell(words);
  };
  return { busy, refused, run };
}

export function Reasons({ reasons }: { reasons: readonly Reason[] }): JSX.Element {
  const soft = reasons.every((one) => !one.hard);
  return (
    <>
      <ul class="reasons">
        {reasons.map((one) => (
          <li key={`${one.rule} ${one.what}`}>{whyNot(one)}</li>
        ))}
      </ul>
      {soft && <p>{texts().softer}</p>}
    </>
  );
}

/** What stood in the way of an act; an empty place until then. */
export function Refusal({ act, known }: { act: Act; known?: Record<string, string> }): JSX.Element {
  const t = texts();
  const refused = act.refused.value;
  const reasons = reasonsOf(refused?.problem ?? null);
  const away = refused !== null && (refused.status === 0 || refused.status >= 500);
  const words = known?.[refused?.problem?.code ?? ""] ?? (away ? t.unreachable : t.refused);
  return (
    <div role="status">
      {refused && <div class="notice stack near">{reasons.length ? <Reasons reasons={reasons} /> : <p>{words}</p>}</div>}
    </div>
  );
}

interface DoProps {
  act: Act;
  class?: string;
  about?: string;
  onClick: () => void;
  children: ComponentChildren;
}

/** A button that does it; pressed again while that is under way it does nothing. */
export function Do({ act, about, onClick, children, ...more }: DoProps): JSX.Element {
  return (
    <button type="button" class={more.class} aria-describedby={about} aria-disabled={act.busy.value} onClick={() => act.busy.value || onClick()}>
      {act.busy.value ? texts().busy : children}
    </button>
  );
}
