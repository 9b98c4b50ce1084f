/** Shifts a coordinator asks for: yes or no to each. */
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import type { MyAsk } from "../../shared/protocol.ts";
import { day } from "../../shared/when.ts";
import { called } from "../view.ts";
import { Do, Reasons, Refusal, useAct } from "./act.tsx";
import * as calls from "./calls.ts";
import { Card } from "./card.tsx";
import { asks, zone } from "./state.ts";
import { texts } from "./texts.ts";
import { when } from "./words.ts";

/** The last day to answer on, where that is before the shift begins. */
function lastDay({ expires_at, shift }: MyAsk): string | null {
  const ends = Date.parse(expires_at);
  return ends < Date.parse(shift.starts_at) ? day(new Date(ends - 1), zone.value) : null;
}

function One({ ask }: { ask: MyAsk }): JSX.Element {
  const t = texts();
  const act = useAct();
  const { shift, reasons } = ask;
  const id = `ask-${ask.id}`;
  const words = when(shift);
  const until = lastDay(ask);
  const say = (answer: "yes" | "no"): void =>
    void act.run(calls.reply(ask.id, answer), ({ state }) => (state === "open" ? null : () => texts().said[state](words)));
  return (
    <Card id={id} times={shift} shift={shift} name={shift.name}>
      {shift.standby && <p>{t.standby}</p>}
      {reasons.length > 0 && (
        <div class="soft">
          <p>{t.askCannot}:</p>
          <Reasons reasons={reasons} />
        </div>
      )}
      {until && <p class="soft">{t.askUntil(until)}</p>}
      <Refusal act={act} />
      <div class="row">
        {reasons.length === 0 && (
          <Do act={act} class="main" about={id} onClick={() => say("yes")}>
            {t.askYes}
          </Do>
        )}
        <Do act={act} about={id} onClick={() => say("no")}>
          {t.askNo}
        </Do>
      </div>
    </Card>
  );
}

/** In the other view: that there is something to answer. */
export function AskedNote(): JSX.Element | null {
  const t = texts();
  const count = asks.value.length;
  if (count === 0 || called.value) return null;
  return (
    <section class="paper stack near" aria-labelledby="asked-note" data-testid="asked">
      <h2 id="asked-note">{t.askedNote(count)}</h2>
      <p>{t.askText}</p>
      <p>
        <a class="go" href={to("shifts")}>
          {t.askLook}
        </a>
      </p>
    </section>
  );
}

export function Asked(): JSX.Element | null {
  const t = texts();
  if (asks.value.length === 0) return null;
  return (
    <section class="stack near" aria-labelledby="asked">
      <h2 id="asked" tabIndex={-1} data-focus="first">
        {t.asked}
      </h2>
      <p>{t.askText}</p>
      <ul class="cards">
        {asks.value.map((one) => (
          <One key={one.id} ask={one} />
        ))}
      </ul>
    </section>
  );
}
