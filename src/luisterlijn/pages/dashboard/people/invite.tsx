/** Inviting somebody; the link is shown once, to hand over where no mail goes out. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { post } from "../../shared/http.ts";
import type { Invited, People } from "../../shared/protocol.ts";
import { refresh } from "../parts/fetched.ts";
import { FormArea, submit, useForm } from "../parts/form.tsx";
import { instant } from "../parts/when.ts";
import { EMPTY, PersonFields, type Draft } from "./person_form.tsx";
import { peopleTexts } from "./texts.ts";

export function LinkShown({ invited }: { invited: Invited }): JSX.Element {
  const t = peopleTexts();
  const id = useId();
  const copied = useSignal(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [invited]);
  const copy = async (): Promise<void> => {
    await navigator.clipboard?.writeText(invited.link);
    copied.value = navigator.clipboard !== undefined;
  };
  return (
    <section class="notice stack near" aria-labelledby={id}>
      <h3 id={id} tabIndex={-1} ref={heading}>
        {t.linkHead(invited.person.name)}
      </h3>
      <p>{`${invited.mailed ? t.linkMailed : t.linkNotMailed} ${t.linkUntil(instant(invited.expires_at))}`}</p>
      <label class="field link">
        {t.link}
        <input type="text" readOnly value={invited.link} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <div class="row">
        <button type="button" onClick={() => void copy()}>
          {t.copy}
        </button>
        <p role="status">{copied.value ? t.copied : ""}</p>
      </div>
    </section>
  );
}

export function Invite({ all }: { all: People }): JSX.Element {
  const t = peopleTexts();
  const form = useForm<Draft>(EMPTY);
  const made = useSignal<Invited | null>(null);
  const done = (invited: Invited): void => {
    made.value = invited;
    form.draft.value = EMPTY;
    void refresh();
  };
  return (
    <section class="stack" aria-labelledby="invite">
      <h2 id="invite">{t.invite}</h2>
      <p>{t.inviteLead}</p>
      {made.value && <LinkShown invited={made.value} />}
      <FormArea form={form} label={t.inviteYes} said=" " onSubmit={() => void submit(form, () => post<Invited>("people", form.draft.value), done)}>
        <PersonFields form={form} all={all} />
      </FormArea>
    </section>
  );
}
