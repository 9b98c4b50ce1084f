/** What the rota asks for beside the big buttons: help without a shift, what is lacking, one more near the end. */
import { effect, signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import type { Lack, Me } from "../shared/protocol.ts";
import { dateWords } from "../shared/when.ts";
import { chats } from "./controls.tsx";
import { say, socket } from "./line.ts";
import { ending, idle } from "./rota.ts";
import { Do, Refusal, useAct } from "./shifts/act.tsx";
import * as calls from "./shifts/calls.ts";
import { standing } from "./shifts/state.ts";
import { me } from "./state.ts";
import { texts } from "./texts.ts";

/** The volunteer came without a shift: ready as soon as the engine has heard of it. */
const coming = signal(false);

effect(() => {
  const may = me.value?.may_be_ready;
  if (!coming.value || (may !== "yes" && may !== "early")) return;
  coming.value = false;
  say({ kind: "ready", chats: chats.peek() });
});

function Part({ head, children }: { head: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="paper stack near" aria-labelledby="standing">
      <h2 id="standing">{head}</h2>
      {children}
    </section>
  );
}

function lackWords({ kind, what, on }: Lack): string {
  const t = texts().lacks;
  const day = on ? dateWords(on) : null;
  if (kind === "inactive") return t.inactive;
  return kind === "certificate" ? t.certificate(day) : t.training(what, day);
}

function Lacks(): JSX.Element {
  const t = texts();
  return (
    <Part head={t.lacksHead}>
      <ul>
        {(standing.value?.lacks ?? []).map((one) => (
          <li key={`${one.kind} ${one.what}`}>{lackWords(one)}</li>
        ))}
      </ul>
      <p>{t.lacksText}</p>
    </Part>
  );
}

/** "I can help now": on the rota for as long as the line allows, and ready. */
function WalkIn(): JSX.Element {
  const t = texts();
  const act = useAct();
  const go = (): void =>
    void act.run(calls.walkIn(), () => {
      coming.value = true;
      return null;
    });
  return (
    <Part head={t.walkInHead}>
      <p id="walk-in">{t.walkInText}</p>
      <Refusal act={act} />
      <div class="row">
        <Do act={act} class="main big" about="walk-in" onClick={go}>
          {t.walkIn}
        </Do>
      </div>
    </Part>
  );
}

/** Nothing new is offered now, or soon: one more is the volunteer's own choice. */
function OneMore({ now }: { now: Me }): JSX.Element | null {
  const t = texts();
  const down = socket.link.value !== "open";
  const choose = (on: boolean): void => say({ kind: "ready", chats: now.chats === 2 ? 2 : 1, past_end: on });
  if (idle.value === "ending") {
    return (
      <Part head={t.oneMoreHead}>
        <p>{t.oneMoreText}</p>
        <div class="row">
          <button type="button" class="big" disabled={down} onClick={() => choose(true)}>
            {t.oneMore}
          </button>
        </div>
      </Part>
    );
  }
  if (now.presence !== "ready") return null;
  return (
    <div class="row">
      <label class="choice">
        <input type="checkbox" checked={now.past_end} disabled={down} onChange={(event) => choose(event.currentTarget.checked)} />
        {t.pastEnd}
      </label>
    </div>
  );
}

export function Standing({ now }: { now: Me }): JSX.Element | null {
  if (now.talks.length > 0 || now.offer) return null;
  if (now.may_be_ready === "lacks") return <Lacks />;
  if (now.may_be_ready === "no_shift") return standing.value?.walk_in ? <WalkIn /> : null;
  return ending.value ? <OneMore now={now} /> : null;
}
