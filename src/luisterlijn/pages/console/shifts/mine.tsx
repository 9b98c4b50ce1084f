/** The own shifts: what is so, and the ways out of them. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { clock } from "../../shared/language.ts";
import type { MyShift, SwapShown } from "../../shared/protocol.ts";
import { Shape, type ShapeName } from "../../shared/shapes.tsx";
import { now } from "../now.ts";
import { Opener } from "../opener.tsx";
import { Do, Refusal, useAct } from "./act.tsx";
import * as calls from "./calls.ts";
import { Card } from "./card.tsx";
import { GiveForm } from "./give.tsx";
import { zone } from "./state.ts";
import { texts } from "./texts.ts";
import { when } from "./words.ts";

/** Help without a shift says nothing of the rota. */
function told(one: MyShift): { shape: ShapeName; words: string } | null {
  const t = texts();
  if (one.state === "waiting") return { shape: "half", words: t.waiting(one.place) };
  if (one.checked_in_at) return { shape: "full", words: t.checkedIn(clock(one.checked_in_at, zone.value)) };
  if (one.shift === null) return null;
  return one.standby ? { shape: "moon", words: t.standby } : { shape: "full", words: t.signed };
}

function Swap({ swap, about }: { swap: SwapShown; about: string }): JSX.Element {
  const t = texts();
  const act = useAct();
  const asked = swap.state === "asked" && swap.taken_by !== null;
  const back = swap.wants_starts_at && swap.wants_ends_at ? when({ starts_at: swap.wants_starts_at, ends_at: swap.wants_ends_at }) : "";
  return (
    <div class="notice stack near">
      <p>{asked ? t.swapAsked(swap.taken_by ?? "") : t.swapOpen}</p>
      {back && <p>{t.swapFor(back)}</p>}
      <Refusal act={act} />
      <div class="row">
        <Do act={act} about={about} onClick={() => void act.run(calls.keep(swap.id), () => () => texts().kept)}>
          {t.keep}
        </Do>
      </div>
    </div>
  );
}

/** Help without a shift is stopped once it has begun; before that it is withdrawn from like any shift. */
function stops(one: MyShift): boolean {
  return one.shift === null && Date.parse(one.starts_at) <= now.value;
}

/** What withdrawing is called, and what it means, for a shift, a place on the waitlist, and help without a shift. */
function leaving(one: MyShift, cannot: boolean): { label: string; head: string; text: string } {
  const t = texts();
  if (stops(one)) return { label: t.stopHelping, head: t.stopHelpingHead, text: t.stopHelpingText };
  if (cannot) return { label: t.cannotCome, head: t.cannotComeHead, text: t.cannotComeText };
  return { label: one.state === "waiting" ? t.leaveList : t.withdraw, head: t.withdrawHead, text: t.withdrawText(when(one)) };
}

function Withdraw({ one, about }: { one: MyShift; about: string }): JSX.Element {
  const cannot = one.late && one.state === "signed";
  const t = texts();
  const act = useAct();
  const asking = useSignal(false);
  const { label, head, text } = leaving(one, cannot);
  const said = when(one);
  const stop = stops(one);
  const done = (): string => (stop ? texts().stopped : texts().withdrawn(said));
  const go = (): void => void act.run(calls.withdraw(one.sign_up, cannot), () => done);
  return (
    <Opener open={asking} label={label} head={head} about={about}>
      <p>{text}</p>
      <Refusal act={act} known={{ too_late_to_withdraw: t.tooLate }} />
      <div class="row">
        <Do act={act} class="main" onClick={go}>
          {stop ? t.stopHelpingYes : cannot ? t.cannotComeYes : t.withdrawYes}
        </Do>
        <button type="button" onClick={() => (asking.value = false)}>
          {t.back}
        </button>
      </div>
    </Opener>
  );
}

function Ways({ one, about }: { one: MyShift; about: string }): JSX.Element | null {
  const t = texts();
  if (one.swap) return <Swap swap={one.swap} about={about} />;
  const begun = Date.parse(one.starts_at) <= now.value;
  const signed = one.state === "signed";
  return (
    <>
      {one.late && signed && one.shift && !one.checked_in_at && <p class="soft">{begun ? t.begun : t.tooLate}</p>}
      <div class="row start">
        {signed && !begun && one.shift && <GiveForm one={one} about={about} />}
        <Withdraw one={one} about={about} />
      </div>
    </>
  );
}

function Own({ one }: { one: MyShift }): JSX.Element {
  const t = texts();
  const id = `own-${one.sign_up}`;
  const stands = told(one);
  return (
    <Card id={id} times={one} shift={one.shift} name={one.shift?.name ?? (one.how === "call_out" ? t.calledIn : t.walkedIn)}>
      {stands && (
        <p class="withshape">
          <Shape name={stands.shape} />
          <span>{stands.words}</span>
        </p>
      )}
      {one.shift?.changed && <p>{t.changed}</p>}
      <Ways one={one} about={id} />
    </Card>
  );
}

export function Mine({ shifts }: { shifts: readonly MyShift[] }): JSX.Element {
  const t = texts();
  const kept = shifts.filter((one) => one.state !== "withdrawn");
  return (
    <section class="stack near" aria-labelledby="mine">
      <h2 id="mine" tabIndex={-1} data-focus="first">
        {t.mine}
      </h2>
      {kept.length === 0 && <p>{t.mineNone}</p>}
      <ul class="cards">
        {kept.map((one) => (
          <Own key={one.sign_up} one={one} />
        ))}
      </ul>
    </section>
  );
}
