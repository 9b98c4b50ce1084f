/** Before the line is joined: what this is, when it is open, what is kept. */
import type { JSX } from "preact";
import { Alternatives } from "../shared/alternatives.tsx";
import { Screen } from "../shared/frame.tsx";
import { moment } from "../shared/language.ts";
import { again, join, socket } from "./line.ts";
import { counted, expired, line, lineAway, questions, step } from "./state.ts";
import { texts } from "./texts.ts";
import { Way } from "./way.tsx";

export function Window(): JSX.Element {
  return (
    <svg class="window" viewBox="0 0 640 150" aria-hidden="true" focusable="false">
      <path d="M0 146H60V96a60 60 0 0 1 120 0v50H640" />
      <circle cx="120" cy="98" r="20" />
    </svg>
  );
}

export function Loading(): JSX.Element {
  const t = texts();
  const away = lineAway.value || socket.link.value === "down";
  return (
    <Screen state="loading" head={away ? t.awayHead : t.loadingHead}>
      <p role="status">{away ? t.awayText : t.joiningText}</p>
    </Screen>
  );
}

export function Start(): JSX.Element {
  const t = texts();
  return (
    <Screen state="start" head={t.startHead} above={<Window />}>
      {expired.value && <p class="notice">{t.gone}</p>}
      <p class="lead">{t.startLead}</p>
      <div class="row">
        <button type="button" class="main big" onClick={() => (step.value = "consent")}>
          {t.begin}
        </button>
      </div>
      <p class="soft">{t.exitNote}</p>
      <Alternatives places={line.value?.alternatives ?? []} />
    </Screen>
  );
}

function CountMe(): JSX.Element {
  const t = texts();
  const count = (): void => {
    counted.value = true;
    join();
  };
  return (
    <section class="stack near">
      <p>{t.countLead}</p>
      <div class="row">
        <button type="button" onClick={count}>
          {t.countMe}
        </button>
      </div>
    </section>
  );
}

/** When the line opens, in the line's own time. */
export function opensText(): string {
  const t = texts();
  const now = line.value;
  return now?.opens_at ? t.opens(moment(now.opens_at, now.timezone)) : t.opensUnknown;
}

export function Closed(): JSX.Element {
  const t = texts();
  return (
    <Screen state="closed" head={t.closedHead}>
      <p class="lead">{opensText()}</p>
      <section class="stack near">
        <h2>{t.elsewhereHelp}</h2>
        <Alternatives places={line.value?.alternatives ?? []} />
      </section>
      <CountMe />
    </Screen>
  );
}

export function Consent(): JSX.Element {
  const t = texts();
  return (
    <Screen state="consent" head={t.consentHead} above={<Way at={0} />}>
      <ul class="privacy">
        {t.privacy.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div class="row">
        <button type="button" class="main big" onClick={() => (step.value = questions.value[0] ?? "urgent")}>
          {t.agree}
        </button>
        <button type="button" class="plain" onClick={again}>
          {t.disagree}
        </button>
      </div>
    </Screen>
  );
}

export function Joining(): JSX.Element {
  const t = texts();
  const down = socket.link.value === "down";
  return (
    <Screen state="joining" head={t.joiningHead} above={<Way at={1} />}>
      <p role="status">{down ? t.awayText : t.joiningText}</p>
    </Screen>
  );
}
