/** A secret address of the own shifts for a calendar, shown once. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import { Do, Refusal, useAct } from "./act.tsx";
import * as calls from "./calls.ts";
import { Fold } from "./fold.tsx";
import { texts } from "./texts.ts";

function Link({ url }: { url: string }): JSX.Element {
  const t = texts();
  const copied = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    copied.value = false;
    field.current?.focus();
  }, [url]);
  const copy = async (): Promise<void> => {
    field.current?.select();
    await navigator.clipboard.writeText(url);
    copied.value = true;
  };
  return (
    <div class="notice stack near">
      <p>{t.calendarOnce}</p>
      <label class="field wide-field">
        {t.calendarLink}
        <input ref={field} type="text" readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <div class="row">
        <button type="button" class="main" onClick={() => void copy()}>
          {t.copy}
        </button>
        <p role="status">{copied.value && t.copied}</p>
      </div>
      <p>{t.calendarSecret}</p>
    </div>
  );
}

export function Calendar({ has }: { has: boolean }): JSX.Element {
  const t = texts();
  const act = useAct();
  const url = useSignal("");
  const make = (): void =>
    void act.run(calls.makeCalendar(), (made) => {
      url.value = made.url;
      return null;
    });
  const stop = (): void =>
    void act.run(calls.stopCalendar(), () => {
      url.value = "";
      return () => texts().calendarStopped;
    });
  return (
    <Fold head={t.calendar} now={has ? t.calendarNow.on : t.calendarNow.off}>
      <p>{t.calendarText}</p>
      {url.value && <Link url={url.value} />}
      <Refusal act={act} />
      <div class="row">
        <Do act={act} onClick={make}>
          {has ? t.calendarAgain : t.calendarMake}
        </Do>
        {has && (
          <Do act={act} onClick={stop}>
            {t.calendarStop}
          </Do>
        )}
      </div>
    </Fold>
  );
}
