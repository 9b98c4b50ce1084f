/** Help in a conversation: a hand goes up, a coordinator is seen to come, and the two have words the caller does not see. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Composer } from "../shared/composer.tsx";
import { clock } from "../shared/language.ts";
import type { Talk } from "../shared/protocol.ts";
import { sharedTexts } from "../shared/texts.ts";
import { say, sayAside } from "./line.ts";
import { Opener } from "./opener.tsx";
import { desk, line } from "./state.ts";
import { texts } from "./texts.ts";

export function HandForm({ talk }: { talk: Talk }): JSX.Element {
  const t = texts();
  const open = useSignal(false);
  const { contact } = talk;
  if (talk.hand) {
    return (
      <div class="notice row">
        <p>{t.handUp}</p>
        <button type="button" onClick={() => say({ kind: "hand", contact, on: false })}>
          {t.handDown}
        </button>
      </div>
    );
  }
  const ask = (): void => {
    say({ kind: "hand", contact, on: true });
    open.value = false;
  };
  return (
    <Opener open={open} label={t.hand} head={t.hand}>
      <p>{t.handText}</p>
      <div class="row">
        <button type="button" class="main" onClick={ask}>
          {t.handYes}
        </button>
        <button type="button" onClick={() => (open.value = false)}>
          {t.back}
        </button>
      </div>
    </Opener>
  );
}

function Said({ talk, name }: { talk: Talk; name: string }): JSX.Element {
  const t = texts();
  const { asides, asideOutbox } = desk(talk.contact);
  const you = sharedTexts().you;
  return (
    <div class="log" role="log" aria-label={t.asides(name)} tabIndex={0}>
      {asides.value.length + asideOutbox.unsent.value.length === 0 && <p class="soft">{t.asidesNone}</p>}
      {asides.value.map((one) => (
        <p key={`${one.by} ${one.key}`} dir="auto">
          <strong>{`${one.by === "volunteer" ? you : name} · ${clock(one.at)}`}</strong> {one.body}
        </p>
      ))}
      {asideOutbox.unsent.value.map((one) => (
        <p key={one.key} dir="auto">
          <strong>{`${you} · ${one.refused ? sharedTexts().refusedMessage : sharedTexts().unsent}`}</strong> {one.body}
        </p>
      ))}
    </div>
  );
}

/** The coordinator's last word among the notices, where nothing moves for it: on a phone its own place is below the fold. */
export function AsideNew({ talk, alone }: { talk: Talk; alone: boolean }): JSX.Element | null {
  const t = texts();
  const name = talk.coordinator;
  const { asides, asideSeen } = desk(talk.contact);
  const last = asides.value.at(-1);
  if (name === null || talk.state === "wrapup" || !last || last.by !== "coordinator" || last.seq <= asideSeen.value) return null;
  const seen = (): void => void (asideSeen.value = last.seq);
  const answer = (): void => {
    seen();
    document.querySelector<HTMLElement>(`[aria-labelledby="asides-${talk.contact}"] textarea`)?.focus();
  };
  return (
    <div class={alone ? "notice row beside" : "notice row"} data-testid="aside-new">
      <p>
        <strong>{t.asideNew(name)}</strong> <span dir="auto">{last.body}</span>
      </p>
      <button type="button" onClick={answer}>
        {t.asideAnswer(name)}
      </button>
      <button type="button" class="plain" onClick={seen}>
        {t.dismiss}
      </button>
    </div>
  );
}

/** A coordinator is in this conversation: a small place for words between the two. */
export function Asides({ talk, name }: { talk: Talk; name: string }): JSX.Element {
  const t = texts();
  const { contact } = talk;
  return (
    <section class="asides stack near" aria-labelledby={`asides-${contact}`} data-testid="asides">
      <div>
        <h3 id={`asides-${contact}`}>{t.asides(name)}</h3>
        <p class="small soft">{t.asidesText}</p>
      </div>
      <Said talk={talk} name={name} />
      <Composer
        draft={desk(contact).asideDraft}
        most={line.value?.message_chars ?? 4000}
        label={t.asideTo(name)}
        send={t.asideSend(name)}
        onSend={(body) => sayAside(contact, body)}
      />
    </section>
  );
}
