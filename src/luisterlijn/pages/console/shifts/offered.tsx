/** Shifts that colleagues offer, and that this volunteer may take. */
import type { JSX } from "preact";
import type { SwapShown } from "../../shared/protocol.ts";
import { Do, Reasons, Refusal, useAct } from "./act.tsx";
import * as calls from "./calls.ts";
import { swaps } from "./state.ts";
import { texts } from "./texts.ts";
import { when, whenHead } from "./words.ts";

function One({ swap }: { swap: SwapShown }): JSX.Element {
  const t = texts();
  const act = useAct();
  const id = `swap-${swap.id}`;
  const back = swap.wants_starts_at && swap.wants_ends_at ? when({ starts_at: swap.wants_starts_at, ends_at: swap.wants_ends_at }) : "";
  const said = when(swap);
  const go = (): void =>
    void act.run(calls.take(swap.id), ({ state }) => () => (state === "done" ? texts().taken(said) : texts().takenAsked));
  return (
    <li class="card paper stack near">
      <div>
        <h3 id={id} tabIndex={-1} data-focus>{whenHead(swap)}</h3>
        <p>{`${swap.shift_name}. ${t.offeredBy(swap.offered_by)}`}</p>
        {swap.note && <p dir="auto">“{swap.note}”</p>}
      </div>
      {back && <p>{t.inReturn(back)}</p>}
      {swap.state === "asked" && <p>{t.askedYes}</p>}
      {swap.reasons.length > 0 && <Reasons reasons={swap.reasons} />}
      <Refusal act={act} />
      {swap.state === "open" && swap.reasons.length === 0 && (
        <div class="row">
          <Do act={act} class="main" about={id} onClick={go}>
            {back ? t.swapIt : t.takeOver}
          </Do>
          {back && (
            <Do act={act} about={id} onClick={() => void act.run(calls.refuse(swap.id), () => () => texts().notSwapped)}>
              {t.refuse}
            </Do>
          )}
        </div>
      )}
    </li>
  );
}

export function Offered(): JSX.Element | null {
  const t = texts();
  const others = swaps.value.filter((one) => !one.mine && ((one.state === "open" && one.for_me) || one.state === "asked"));
  if (others.length === 0) return null;
  return (
    <section class="stack near" aria-labelledby="offered">
      <h2 id="offered" tabIndex={-1} data-focus="first">
        {t.offered}
      </h2>
      <ul class="cards">
        {others.map((one) => (
          <One key={one.id} swap={one} />
        ))}
      </ul>
    </section>
  );
}
