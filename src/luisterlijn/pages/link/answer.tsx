/** A call-out answered: yes or no, and what happens next. */
import type { JSX } from "preact";
import { Screen } from "../shared/frame.tsx";
import type { AnswerShown } from "../shared/protocol.ts";
import { sharedTexts } from "../shared/texts.ts";
import { capital, cityOf, elsewhere, instant, listed, span } from "../shared/when.ts";
import { link } from "./ask.ts";
import { GoOn } from "./go.tsx";
import { texts } from "./texts.ts";

export const answer = link<AnswerShown>("answer");

const SOON_MS = 1_800_000;

function Question({ shown }: { shown: AnswerShown }): JSX.Element {
  const t = texts();
  const { starts_at, ends_at, timezone } = shown;
  const say = (word: "yes" | "no"): void => void (answer.busy.value || answer.tell({ answer: word }));
  return (
    <Screen state="open" head={t.askHead}>
      <div class="paper stack near">
        <p>{t.ask(shown.line, listed(shown.channels.map((one) => sharedTexts().channels[one])))}</p>
        <p class="when">{capital(span(starts_at, ends_at, timezone))}</p>
        {elsewhere(starts_at, timezone) && <p class="soft">{t.zone(cityOf(timezone))}</p>}
      </div>
      <div class="answers">
        <button type="button" class="main big" aria-disabled={answer.busy.value} onClick={() => say("yes")}>
          {t.yes}
        </button>
        <button type="button" class="big" aria-disabled={answer.busy.value} onClick={() => say("no")}>
          {t.no}
        </button>
      </div>
      <p role="status">{answer.busy.value && t.busy}</p>
      <p class="soft">{t.noFine}</p>
    </Screen>
  );
}

function Coming({ shown }: { shown: AnswerShown }): JSX.Element {
  const t = texts();
  const { starts_at, ends_at, timezone } = shown;
  const soon = Date.parse(starts_at) - Date.now() < SOON_MS;
  return (
    <Screen state="yes" head={t.yesHead}>
      <p>{t.yesText(span(starts_at, ends_at, timezone))}</p>
      {elsewhere(starts_at, timezone) && <p class="soft">{t.zone(cityOf(timezone))}</p>}
      <p>{soon ? t.yesNext : t.yesLater(instant(starts_at, timezone))}</p>
      <GoOn main={soon}>{t.toConsole}</GoOn>
    </Screen>
  );
}

export function Answer(): JSX.Element | null {
  const t = texts();
  const asked = answer.asked.value;
  if (asked.is !== "shown") return null;
  const { shown } = asked;
  const over = {
    no: [t.noHead, t.noText],
    filled: [t.filledHead, t.filledText],
    expired: [t.expiredHead, t.expiredText],
    blocked: [t.blockedHead, t.blockedText],
  } as const;
  if (shown.state === "open") return <Question shown={shown} />;
  if (shown.state === "yes") return <Coming shown={shown} />;
  const [head, text] = over[shown.state];
  return (
    <Screen state={shown.state} head={head}>
      <p>{text}</p>
      {shown.state === "blocked" && <GoOn>{t.toConsole}</GoOn>}
    </Screen>
  );
}
