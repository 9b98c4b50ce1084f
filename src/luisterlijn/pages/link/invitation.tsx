/** An invitation taken: a password, twice, and then the way in. */
import { useSignal, type Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { JSX, TargetedSubmitEvent } from "preact";
import { Screen } from "../shared/frame.tsx";
import type { InvitationShown } from "../shared/protocol.ts";
import { link } from "./ask.ts";
import { GoOn } from "./go.tsx";
import { texts } from "./texts.ts";

export const invitation = link<InvitationShown>("invitation");

interface FieldProps {
  name: string;
  label: string;
  tip?: string;
  shown: boolean;
  wrong: boolean;
}

function Field({ name, label, tip, shown, wrong }: FieldProps): JSX.Element {
  const more = { name, required: true, maxLength: 256, autocomplete: "new-password", spellcheck: false } as const;
  const told = { "aria-describedby": tip ? `${name}-tip said` : "said", "aria-invalid": wrong };
  return (
    <div class="field">
      <label class="label" for={name}>
        {label}
      </label>
      {tip && (
        <span class="soft" id={`${name}-tip`}>
          {tip}
        </span>
      )}
      {shown ? <input id={name} type="text" {...more} {...told} /> : <input id={name} type="password" {...more} {...told} />}
    </div>
  );
}

type Wrong = "" | "short" | "unlike";

/** Sends the password, unless it is too short or was not typed the same twice. */
async function choose(form: HTMLFormElement, least: number, wrong: Signal<Wrong>): Promise<void> {
  const given = new FormData(form);
  const password = String(given.get("password"));
  if ([...password].length < least) wrong.value = "short";
  else if (password !== String(given.get("repeat"))) wrong.value = "unlike";
  else wrong.value = (await invitation.tell({ password })) ? "short" : "";
  const name = { "": null, short: "password", unlike: "repeat" }[wrong.value];
  if (name) form.querySelector<HTMLElement>(`#${name}`)?.focus();
}

function Choose({ shown }: { shown: InvitationShown }): JSX.Element {
  const t = texts();
  const { shortest_password: least } = shown;
  const wrong = useSignal<Wrong>("");
  const visible = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!invitation.busy.value) void choose(event.currentTarget, least, wrong);
  };
  const said = { "": "", short: t.short(least), unlike: t.unlike }[wrong.value];
  return (
    <Screen state="open" head={t.inviteHead(shown.line)}>
      <p>{t.inviteText(shown.name)}</p>
      <form class="stack near" ref={form} onSubmit={onSubmit} noValidate>
        <label class="field">
          {t.email}
          <input type="email" name="email" autocomplete="username" readOnly value={shown.email} />
        </label>
        <Field name="password" label={t.password(least)} tip={t.passwordTip} shown={visible.value} wrong={wrong.value === "short"} />
        <Field name="repeat" label={t.repeat} shown={visible.value} wrong={wrong.value === "unlike"} />
        <label class="choice">
          <input type="checkbox" checked={visible.value} onChange={(event) => (visible.value = event.currentTarget.checked)} />
          {t.show}
        </label>
        <div role="alert" id="said">
          {said && <p class="notice">{said}</p>}
        </div>
        <div class="row">
          <button type="submit" class="main big" aria-disabled={invitation.busy.value}>
            {t.choose}
          </button>
        </div>
      </form>
    </Screen>
  );
}

export function Invitation(): JSX.Element | null {
  const t = texts();
  const asked = invitation.asked.value;
  if (asked.is !== "shown") return null;
  const { shown } = asked;
  if (shown.state === "open") return <Choose shown={shown} />;
  return (
    <Screen state="taken" head={t.chosenHead}>
      <p>{t.chosenText(shown.email)}</p>
      <GoOn main>{t.logIn}</GoOn>
    </Screen>
  );
}
