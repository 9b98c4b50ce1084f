/** How somebody is reached: each way with what fails, tried at will; a browser asks for leave only after the button. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { JSX, TargetedInputEvent } from "preact";
import type { Mine, Way } from "../../shared/protocol.ts";
import { Opener } from "../opener.tsx";
import { Do, Refusal, tell, useAct } from "./act.tsx";
import * as calls from "./calls.ts";
import { Fold } from "./fold.tsx";
import { forget, here, isHere, look, pushed, subscribe } from "./push.ts";
import { texts } from "./texts.ts";
import { at } from "./words.ts";

function Fails({ since, trouble }: { since: string; trouble: string | null }): JSX.Element {
  const t = texts();
  return (
    <div class="notice">
      <p>{t.wayFails(at(since))}</p>
      {trouble && (
        <p class="soft">
          {t.wayTrouble} <span lang="en">{trouble}</span>
        </p>
      )}
    </div>
  );
}

function OneWay({ way, alone }: { way: Way; alone: boolean }): JSX.Element {
  const t = texts();
  const act = useAct();
  const id = `way-${way.id}`;
  const gone = (): (() => string) => {
    void forget(way.id);
    return () => texts().removed;
  };
  return (
    <li class="way">
      <div>
        <p id={id}>
          <strong>{t.wayKind[way.kind]}</strong> {way.kind !== "push" && <span class="address">{way.address}</span>}
        </p>
        {way.failing_since ? <Fails since={way.failing_since} trouble={way.trouble} /> : <p class="soft">{t.wayWorks}</p>}
      </div>
      <Refusal act={act} known={{ way_needed: t.wayNeeded, tried_just_now: t.triedJustNow }} />
      <div class="row">
        <Do act={act} about={id} onClick={() => void act.run(calls.tryWay(way.id), () => () => texts().tried)}>
          {t.tryIt}
        </Do>
        {!alone && (
          <Do act={act} class="plain" about={id} onClick={() => void act.run(calls.removeWay(way.id), gone)}>
            {t.removeWay}
          </Do>
        )}
      </div>
    </li>
  );
}

function Push({ push_key: key, ways }: { push_key: string; ways: readonly Way[] }): JSX.Element | null {
  const t = texts();
  const act = useAct();
  useEffect(() => void look(), []);
  const turnOn = async (): Promise<void> => {
    const address = await subscribe(key);
    const added = (now: Mine): (() => string) => {
      isHere(ways, now.ways);
      return () => texts().pushAdded;
    };
    if (address) await act.run(calls.addWay({ kind: "push", address }), added);
    else if (pushed.value !== "denied") tell(() => texts().pushFailed);
  };
  if (!key) return null;
  if (pushed.value === "cannot") return <p class="soft">{t.pushCannot}</p>;
  if (pushed.value === "denied") return <p class="notice">{t.pushDenied}</p>;
  if (pushed.value === "on" && ways.some(({ id }) => id === here.value)) return <p>{t.pushOn}</p>;
  return (
    <>
      <p id="push-text">{t.pushText}</p>
      <Refusal act={act} />
      <div class="row">
        <Do act={act} about="push-text" onClick={() => void turnOn()}>
          {t.pushHere}
        </Do>
      </div>
    </>
  );
}

interface AddProps {
  kind: "mail" | "url";
  label: string;
  text?: string;
}

function AddForm({ kind, onBack }: { kind: "mail" | "url"; onBack: () => void }): JSX.Element {
  const t = texts();
  const act = useAct();
  const address = useSignal("");
  const field = {
    required: true,
    value: address.value,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => (address.value = event.currentTarget.value),
  };
  const add = (event: Event): void => {
    event.preventDefault();
    void act.run(calls.addWay({ kind, address: address.value.trim() }), () => {
      onBack();
      return () => texts().added;
    });
  };
  return (
    <form class="stack near" onSubmit={add}>
      <label class="field">
        {kind === "mail" ? t.mailAddress : t.urlAddress}
        {kind === "mail" ? (
          <input type="email" maxLength={254} autocomplete="email" {...field} />
        ) : (
          <input type="text" maxLength={4000} autocomplete="off" {...field} />
        )}
      </label>
      <Refusal act={act} known={{ way_invalid: t.wayWrong, bad_request: t.wayWrong, too_many_ways: t.tooManyWays }} />
      <div class="row">
        <button type="submit" class="main" aria-disabled={act.busy.value}>
          {t.add}
        </button>
        <button type="button" onClick={onBack}>
          {t.back}
        </button>
      </div>
    </form>
  );
}

function Add({ kind, label, text }: AddProps): JSX.Element {
  const open = useSignal(false);
  return (
    <Opener open={open} label={label} head={label}>
      {text && <p>{text}</p>}
      <AddForm kind={kind} onBack={() => (open.value = false)} />
    </Opener>
  );
}

function summary(ways: readonly Way[]): string {
  const t = texts();
  if (ways.length === 0) return t.reachedNone;
  return ways.some((one) => one.failing_since) ? t.reachedTrouble : t.reachedIn(ways.length);
}

export function Reached({ standing }: { standing: Mine }): JSX.Element {
  const t = texts();
  const { ways } = standing;
  return (
    <Fold head={t.reached} now={summary(ways)}>
      <p>{t.reachedText}</p>
      <ul class="ways">
        {ways.map((one) => (
          <OneWay key={one.id} way={one} alone={ways.length === 1} />
        ))}
      </ul>
      <Push push_key={standing.push_key} ways={ways} />
      <Add kind="mail" label={t.addMail} />
      <Add kind="url" label={t.addUrl} text={t.urlText} />
    </Fold>
  );
}
