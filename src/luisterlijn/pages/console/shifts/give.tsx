/** Giving a shift away: to anybody, to one colleague, or against one of theirs. */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { JSX } from "preact";
import type { Colleague, MyShift } from "../../shared/protocol.ts";
import { Opener, Pick } from "../opener.tsx";
import { Do, Refusal, useAct } from "./act.tsx";
import * as calls from "./calls.ts";
import { texts } from "./texts.ts";
import { when } from "./words.ts";

interface Given {
  to: Signal<string | null>;
  wants: Signal<string | null>;
  note: Signal<string>;
}

function Whom({ colleagues, given }: { colleagues: readonly Colleague[]; given: Given }): JSX.Element {
  const t = texts();
  const chosen = colleagues.find((one) => one.volunteer === given.to.value);
  const pick = (id: string | null): void => {
    given.to.value = id;
    given.wants.value = null;
  };
  return (
    <>
      {colleagues.length === 0 && <p>{t.nobodyCan}</p>}
      {colleagues.length > 0 && (
        <Pick
          label={t.giveTo}
          none={t.anybody}
          chosen={given.to.value}
          choices={colleagues.map((one) => [one.volunteer, one.name])}
          onPick={pick}
        />
      )}
      {chosen && chosen.shifts.length > 0 && (
        <Pick
          key={chosen.volunteer}
          label={t.wants}
          none={t.wantsNone}
          chosen={given.wants.value}
          choices={chosen.shifts.map((one) => [one.sign_up, `${when(one)}, ${one.name}`])}
          onPick={(id) => (given.wants.value = id)}
        />
      )}
    </>
  );
}

function Fields({ one, given, onBack }: { one: MyShift; given: Given; onBack: () => void }): JSX.Element {
  const t = texts();
  const act = useAct();
  const colleagues = useSignal<readonly Colleague[] | null>(null);
  useEffect(() => {
    void calls.colleagues(one.sign_up).then((answer) => (colleagues.value = answer.ok ? answer.value.colleagues : []));
  }, []);
  const { to, wants, note } = given;
  const go = (): void => {
    const body = { to: to.value, wants: wants.value, note: note.value.trim() || null };
    void act.run(calls.give(one.sign_up, body), () => {
      onBack();
      return () => texts().given;
    });
  };
  return (
    <>
      <p>{t.giveText}</p>
      {colleagues.value === null ? <p role="status">{t.busy}</p> : <Whom colleagues={colleagues.value} given={given} />}
      <label class="field">
        {t.note}
        <textarea rows={2} maxLength={500} autocomplete="off" value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
      </label>
      <Refusal act={act} />
      <div class="row">
        <Do act={act} class="main" onClick={go}>
          {t.giveYes}
        </Do>
        <button type="button" onClick={onBack}>
          {t.back}
        </button>
      </div>
    </>
  );
}

export function GiveForm({ one, about }: { one: MyShift; about: string }): JSX.Element {
  const t = texts();
  const open = useSignal(false);
  const given: Given = { to: useSignal<string | null>(null), wants: useSignal<string | null>(null), note: useSignal("") };
  return (
    <Opener open={open} label={t.give} head={t.giveHead} about={about}>
      <Fields one={one} given={given} onBack={() => (open.value = false)} />
    </Opener>
  );
}
