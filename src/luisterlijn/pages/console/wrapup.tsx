/** After the talk: three short questions, all free. The time left is said in whole minutes, so that it does not press. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import type { Talk, WrapUp } from "../shared/protocol.ts";
import { topicChoices } from "./finish.tsx";
import { say } from "./line.ts";
import { now } from "./now.ts";
import { Pick } from "./opener.tsx";
import { Notes, talkName } from "./talk.tsx";
import { texts } from "./texts.ts";

type Result = NonNullable<WrapUp["result"]>;

export function WrapUpArea({ talk }: { talk: Talk }): JSX.Element {
  const t = texts();
  const { contact } = talk;
  const topic = useSignal<string | null>(talk.topic);
  const result = useSignal<Result | null>(null);
  const heavy = useSignal(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const left = talk.wrapup_due_at ? Math.floor((Date.parse(talk.wrapup_due_at) - now.value) / 60_000) : null;
  const done = (): void => say({ kind: "wrap_up", contact, topic: topic.value, heavy: heavy.value, result: result.value });
  return (
    <section class="talk paper stack near" aria-labelledby={`wrap-${contact}`} data-talk="wrapup">
      <h2 id={`wrap-${contact}`} tabIndex={-1} ref={heading}>
        {t.wrapHead(talkName(talk))}
      </h2>
      {talk.handed_over && <p class="notice">{t.talkGone.handed_over}</p>}
      <p>
        {t.wrapText} {left !== null && t.wrapDue(left)}
      </p>
      <Pick label={t.topic} none={t.notSaid} chosen={topic.value} choices={topicChoices()} onPick={(id) => (topic.value = id)} />
      <Pick
        label={t.result}
        none={t.notSaid}
        choices={Object.entries(t.results)}
        onPick={(id) => (result.value = id as Result | null)}
      />
      <label class="choice">
        <input type="checkbox" checked={heavy.value} onChange={(event) => (heavy.value = event.currentTarget.checked)} />
        <span>
          {t.heavy}. <span class="soft">{t.heavyText}</span>
        </span>
      </label>
      <Notes contact={contact} />
      <div class="row">
        <button type="button" class="main big" onClick={done}>
          {t.wrapDone}
        </button>
        <button type="button" class="plain" onClick={() => say({ kind: "wrap_up", contact })}>
          {t.wrapSkip}
        </button>
      </div>
    </section>
  );
}
