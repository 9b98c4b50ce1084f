/** A letter that asks for shifts: yes or no to each, one by one. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Screen } from "../shared/frame.tsx";
import type { AskedShown, MyAsk } from "../shared/protocol.ts";
import { sharedTexts } from "../shared/texts.ts";
import { capital, cityOf, elsewhere, listed, span } from "../shared/when.ts";
import { link } from "./ask.ts";
import { GoOn } from "./go.tsx";
import { texts } from "./texts.ts";

export const asked = link<AskedShown>("asked");

function Choose({ ask, about }: { ask: MyAsk; about: string }): JSX.Element {
  const t = texts();
  const busy = useSignal(false);
  const can = ask.reasons.length === 0;
  const say = async (answer: "yes" | "no"): Promise<void> => {
    if (asked.busy.value) return;
    busy.value = true;
    await asked.tell({ ask: ask.id, answer });
    busy.value = false;
  };
  return (
    <>
      {!can && <p>{t.askedBlocked}</p>}
      <div class="answers">
        {can && (
          <button type="button" class="main big" aria-describedby={about} aria-disabled={asked.busy.value} onClick={() => void say("yes")}>
            {t.askedYes}
          </button>
        )}
        <button type="button" class="big" aria-describedby={about} aria-disabled={asked.busy.value} onClick={() => void say("no")}>
          {t.askedNo}
        </button>
      </div>
      <p role="status">{busy.value && t.busy}</p>
    </>
  );
}

function One({ ask, timezone }: { ask: MyAsk; timezone: string }): JSX.Element {
  const t = texts();
  const { shift } = ask;
  const id = `ask-${ask.id}`;
  return (
    <li class="paper stack near" data-ask={ask.state}>
      <div>
        <h2 id={id} class="when" tabIndex={-1} data-focus>
          {capital(span(shift.starts_at, shift.ends_at, timezone))}
        </h2>
        <p>{`${shift.name}. ${t.askedFor(listed(shift.channels.map((one) => sharedTexts().channels[one])))}`}</p>
        {shift.note && <p dir="auto">{shift.note}</p>}
      </div>
      {ask.state === "open" ? (
        <Choose ask={ask} about={id} />
      ) : (
        <p role="status">
          <strong>{t.askedState[ask.state]}</strong>
        </p>
      )}
    </li>
  );
}

export function Asked(): JSX.Element | null {
  const t = texts();
  const letter = asked.asked.value;
  if (letter.is !== "shown") return null;
  const { asks, timezone, line } = letter.shown;
  const left = asks.filter((one) => one.state === "open").length;
  const answered = asks.some((one) => one.state === "yes" || one.state === "no");
  const asking = [t.askedHead(asks.length), t.askedText(line, asks.length)];
  const over = answered ? [t.askedDone, t.askedDoneText] : [t.expiredHead, t.expiredText];
  const [head = "", text] = left > 0 ? asking : over;
  const somewhere = asks.some(({ shift }) => elsewhere(shift.starts_at, timezone));
  return (
    <Screen state={left > 0 ? "open" : "done"} head={head}>
      <p>{text}</p>
      {somewhere && <p class="soft">{t.zone(cityOf(timezone))}</p>}
      <ul class="letter">
        {asks.map((one) => (
          <One key={one.id} ask={one} timezone={timezone} />
        ))}
      </ul>
      {left > 0 ? <p class="soft">{t.noFine}</p> : <GoOn>{t.toConsole}</GoOn>}
    </Screen>
  );
}
