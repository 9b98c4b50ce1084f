/** The big buttons: ready, break, stop after this one, rest; and the sound. Only what makes sense now is shown. */
import { signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { Me } from "../shared/protocol.ts";
import { say, socket } from "./line.ts";
import { idle } from "./rota.ts";
import { chime, setSound, soundAllowed, soundOn, unlock } from "./sound.ts";
import { welcome } from "./state.ts";
import { texts } from "./texts.ts";

const REST_MINUTES = [5, 10, 15, 30, 60];
const READY_SHOWN: readonly Me["presence"][] = ["offline", "away", "resting"];
const PAUSE_SHOWN: readonly Me["presence"][] = ["ready", "reserved", "resting"];
const DRAIN_SHOWN: readonly Me["presence"][] = ["reserved", "busy", "wrapup"];

function Chats({ chosen, onChoose }: { chosen: 1 | 2; onChoose: (chats: 1 | 2) => void }): JSX.Element {
  const t = texts();
  return (
    <fieldset>
      <legend>{t.chats}</legend>
      <div class="row">
        {([1, 2] as const).map((chats) => (
          <label class="choice" key={chats}>
            <input type="radio" name="chats" checked={chosen === chats} onChange={() => onChoose(chats)} />
            {chats === 1 ? t.chatsOne : t.chatsTwo}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function RestForm(): JSX.Element {
  const t = texts();
  const minutes = useSignal(10);
  return (
    <details>
      <summary>{t.restHead}</summary>
      <div class="row bottom">
        <label class="field">
          {t.restMinutes}
          <select value={minutes.value} onChange={(event) => (minutes.value = Number(event.currentTarget.value))}>
            {REST_MINUTES.map((count) => (
              <option key={count} value={count}>
                {t.minutes(count)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => say({ kind: "rest", minutes: minutes.value })}>
          {t.rest}
        </button>
      </div>
    </details>
  );
}

function Sound(): JSX.Element {
  const t = texts();
  const test = (): void => {
    unlock();
    window.setTimeout(chime, 100);
  };
  return (
    <div class="row">
      <label class="choice">
        <input type="checkbox" checked={soundOn.value} onChange={(event) => setSound(event.currentTarget.checked)} />
        {t.sound}
      </label>
      <button type="button" class="plain" onClick={test} disabled={!soundOn.value}>
        {t.soundTest}
      </button>
      {soundOn.value && !soundAllowed.value && <p class="small">{t.soundBlocked}</p>}
    </div>
  );
}

/** Chosen for the next time this volunteer says "ready". */
export const chats = signal<1 | 2>(1);

/** Whether "ready" is of use now: not where the rota says no, and not where it would change nothing. */
function readyShown({ presence, reason, may_be_ready: may }: Me): boolean {
  if (!READY_SHOWN.includes(presence) || may === "no_shift" || may === "lacks") return false;
  return presence === "resting" ? reason === "asked_rest" : idle.value === null || idle.value === "not_yet";
}

/** The first "ready" of a shift is the check-in, and says so. */
function readyWords({ presence }: Me): string {
  const t = texts();
  if (presence === "resting") return t.readyAgain;
  return idle.value === "not_yet" ? t.checkIn : t.ready;
}

export function Controls({ now }: { now: Me }): JSX.Element {
  const t = texts();
  const down = socket.link.value !== "open";
  const { presence, draining } = now;
  return (
    <div class="row">
      {readyShown(now) && (
        <button type="button" class="main big" disabled={down} onClick={() => say({ kind: "ready", chats: chats.value })}>
          {readyWords(now)}
        </button>
      )}
      {(PAUSE_SHOWN.includes(presence) || idle.value === "checked_in") && (
        <button type="button" class="big" disabled={down} onClick={() => say({ kind: "pause" })}>
          {t.pause}
        </button>
      )}
      {DRAIN_SHOWN.includes(presence) && (
        <button type="button" class="big" disabled={down} onClick={() => say({ kind: "drain", on: !draining })}>
          {draining ? t.drainOff : t.drain}
        </button>
      )}
    </div>
  );
}

/** What is chosen now and then: two at once, a rest, the sound. */
export function Extras({ now }: { now: Me | null }): JSX.Element {
  const presence = now?.presence;
  const away = (presence === "offline" || presence === "away") && (idle.value === null || idle.value === "not_yet");
  return (
    <div class="row extras">
      {away && welcome.value?.may_take_two && <Chats chosen={chats.value} onChoose={(count) => (chats.value = count)} />}
      {(away || presence === "ready") && <RestForm />}
      <Sound />
    </div>
  );
}
