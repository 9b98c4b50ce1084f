/** After the line: goodbye, left, or not let in. */
import type { JSX } from "preact";
import { Alternatives } from "../shared/alternatives.tsx";
import { Screen } from "../shared/frame.tsx";
import { opensText } from "./begin.tsx";
import { again, comeBack, giveFeedback, retry } from "./line.ts";
import { contact, counted, line, step, unsaid } from "./state.ts";
import { texts } from "./texts.ts";
import { Way } from "./way.tsx";

function Elsewhere(): JSX.Element {
  return (
    <section class="stack near">
      <h2>{texts().elsewhereHelp}</h2>
      <Alternatives places={line.value?.alternatives ?? []} />
    </section>
  );
}

function Helped(): JSX.Element {
  const t = texts();
  if (contact.value?.feedback_given) return <p role="status" tabIndex={-1} data-focus>{t.thanks}</p>;
  return (
    <fieldset class="paper">
      <legend class="hidden">{t.helpedAsk}</legend>
      <div class="stack near">
        <h2 aria-hidden="true">{t.helpedAsk}</h2>
        <div class="row">
          {(["yes", "some", "no"] as const).map((helped) => (
            <button type="button" key={helped} onClick={() => giveFeedback(helped)}>
              {t.helped[helped]}
            </button>
          ))}
        </div>
        <p class="soft">{t.helpedFree}</p>
      </div>
    </fieldset>
  );
}

export function Ended(): JSX.Element {
  const t = texts();
  return (
    <Screen state="ended" head={t.endedHead} above={<Way at={3} />}>
      <p class="lead">{unsaid.value ? t.endedUnsaid : t.endedText}</p>
      {!unsaid.value && <Helped />}
      <div class="row">
        <button type="button" onClick={again}>
          {t.again}
        </button>
      </div>
      <Elsewhere />
    </Screen>
  );
}

export function Abandoned(): JSX.Element {
  const t = texts();
  const resumable = contact.value?.resumable ?? step.value === "left";
  return (
    <Screen state="abandoned" head={t.abandonedHead}>
      <p class="lead">{t.abandonedText}</p>
      {resumable && <p>{t.resumable}</p>}
      <div class="row">
        {resumable && (
          <button type="button" class="main" onClick={comeBack}>
            {t.comeBack}
          </button>
        )}
        <button type="button" onClick={again}>
          {t.again}
        </button>
      </div>
      <Elsewhere />
    </Screen>
  );
}

export function Refused(): JSX.Element {
  const t = texts();
  const reason = contact.value?.reason ?? "full";
  return (
    <Screen state="refused" data-reason={reason} head={t.refusedHead[reason]}>
      {counted.value ? <p class="notice">{t.counted}</p> : <p class="lead">{t.refusedText[reason]}</p>}
      {reason === "closed" && <p>{opensText()}</p>}
      <Elsewhere />
      {reason === "full" && (
        <div class="row">
          <button type="button" class="main" onClick={retry}>
            {t.retry}
          </button>
        </div>
      )}
    </Screen>
  );
}
