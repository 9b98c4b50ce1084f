/** Open shifts, where the need is greatest first, as the line orders them; a few at a time. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { OpenShift } from "../../shared/protocol.ts";
import { Shape } from "../../shared/shapes.tsx";
import { Do, Reasons, Refusal, useAct } from "./act.tsx";
import * as calls from "./calls.ts";
import { Card } from "./card.tsx";
import { texts } from "./texts.ts";
import { need, when } from "./words.ts";

const AT_ONCE = 6;

function One({ one }: { one: OpenShift }): JSX.Element {
  const t = texts();
  const act = useAct();
  const { shift, reasons, waitlist } = one;
  const id = `open-${shift.id}`;
  const { shape, words } = need(one);
  const said = when(shift);
  const go = (): void =>
    void act.run(calls.signUp(shift.id), ({ state }) => () => (state === "waiting" ? texts().waits(said) : texts().joined(said)));
  return (
    <Card id={id} times={shift} shift={shift} name={shift.name}>
      <p class="withshape">
        <Shape name={shape} />
        <strong>{words}</strong>
      </p>
      {shift.standby && <p>{t.standby}</p>}
      {reasons.length > 0 && (
        <div class="soft">
          <p>{t.cannot}:</p>
          <Reasons reasons={reasons} />
        </div>
      )}
      <Refusal act={act} />
      {reasons.length === 0 && (
        <div class="row">
          <Do act={act} class={waitlist ? "" : "main"} about={id} onClick={go}>
            {waitlist ? t.wait : t.join}
          </Do>
        </div>
      )}
    </Card>
  );
}

export function Open({ shifts }: { shifts: readonly OpenShift[] }): JSX.Element {
  const t = texts();
  const shown = useSignal(AT_ONCE);
  const left = Math.min(AT_ONCE, shifts.length - shown.value);
  return (
    <section class="stack near" aria-labelledby="open">
      <h2 id="open" tabIndex={-1} data-focus="first">
        {t.open}
      </h2>
      {shifts.length === 0 && <p>{t.openNone}</p>}
      <ul class="cards">
        {shifts.slice(0, shown.value).map((one) => (
          <One key={one.shift.id} one={one} />
        ))}
      </ul>
      {left > 0 && (
        <div class="row">
          <button type="button" onClick={() => (shown.value += AT_ONCE)}>
            {t.more(left)}
          </button>
        </div>
      )}
    </section>
  );
}
