/** One conversation. */
import type { JSX } from "preact";
import { Composer } from "../shared/composer.tsx";
import { clock, languageName } from "../shared/language.ts";
import { Log } from "../shared/log.tsx";
import { lastSeq } from "../shared/outbox.ts";
import type { Talk } from "../shared/protocol.ts";
import { CONNECTION_SHAPE, Shape } from "../shared/shapes.tsx";
import { say, socket, write } from "./line.ts";
import { topicName } from "./offer.tsx";
import { desk, line, me, type Desk } from "./state.ts";
import { EndForm, TransferForm } from "./finish.tsx";
import { Asides, HandForm } from "./help.tsx";
import { texts } from "./texts.ts";

function receipt(talk: Talk): string {
  const t = texts().receipt;
  const mine = lastSeq(talk.messages, "volunteer");
  if (!mine) return "";
  if (talk.read >= mine) return t.read;
  return talk.delivered >= mine ? t.delivered : t.sent;
}

function Canned({ draft }: { draft: Desk["draft"] }): JSX.Element {
  const t = texts();
  const insert = (phrase: string, chosen: HTMLElement): void => {
    draft.value = draft.value ? `${draft.value.trimEnd()} ${phrase}` : phrase;
    chosen.closest(".talk")?.querySelector<HTMLElement>('[data-focus="first"]')?.focus();
  };
  return (
    <details>
      <summary>{t.canned}</summary>
      <p class="small soft">{t.cannedText}</p>
      <ul class="phrases">
        {t.phrases.map((phrase) => (
          <li key={phrase}>
            <button type="button" onClick={(event) => insert(phrase, event.currentTarget)}>
              {phrase}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Notes({ contact }: { contact: string }): JSX.Element {
  const t = texts();
  const { notes } = desk(contact);
  return (
    <details open={notes.peek() !== ""}>
      <summary>{t.notes}</summary>
      <div class="stack near">
        <p class="small soft" id={`notes-${contact}`}>
          {t.notesText}
        </p>
        <textarea
          rows={3}
          aria-label={t.notes}
          aria-describedby={`notes-${contact}`}
          autocomplete="off"
          value={notes.value}
          onInput={(event) => (notes.value = event.currentTarget.value)}
        />
      </div>
    </details>
  );
}

function Transferring({ contact }: { contact: string }): JSX.Element {
  const t = texts();
  return (
    <div class="notice row" role="status">
      <p>{t.transferring}</p>
      <button type="button" onClick={() => say({ kind: "transfer_cancel", contact })}>
        {t.transferCancel}
      </button>
    </div>
  );
}

/** What a talk is called, on its own and among others. */
export function talkName(talk: Talk): string {
  const alone = (me.value?.talks.length ?? 0) < 2;
  return texts().talkName(alone ? null : desk(talk.contact).number, clock(talk.started_at));
}

/** Only what was said of it: a talk without a topic has none in its name. */
function about(talk: Talk): string {
  return [talk.topic && topicName(talk.topic), languageName(talk.language)].filter(Boolean).join(", ");
}

export function TalkArea({ talk }: { talk: Talk }): JSX.Element {
  const t = texts();
  const { contact } = talk;
  const { outbox, draft, typing } = desk(contact);
  const name = talkName(talk);
  const caller = socket.link.value === "open" ? talk.caller : "unknown";
  const sayTyping = (on: boolean): void => void socket.send({ kind: "typing", contact, on });
  return (
    <section class="talk paper stack near" aria-labelledby={`talk-${contact}`} data-talk="conversation" data-connection={caller}>
      <div class="about">
        <h2 id={`talk-${contact}`}>{`${name}: ${about(talk)}`}</h2>
        <p class="withshape" role="status">
          <Shape name={CONNECTION_SHAPE[caller]} />
          <span>{t.callerConnection[caller]}</span>
        </p>
        <p role="status" class="joined">
          {talk.coordinator !== null ? t.joined(talk.coordinator) : talk.hand && t.handAsked}
        </p>
      </div>
      <div class="desk">
        <div class="stack near">
          <Log me="volunteer" messages={talk.messages} unsent={outbox.unsent.value} label={name} />
          <p class="under">{typing.value && caller === "connected" ? t.callerTyping : outbox.unsent.value.length ? "" : receipt(talk)}</p>
          <Composer draft={draft} most={line.value?.message_chars ?? 4000} onSend={(body) => write(contact, body)} onTyping={sayTyping} />
        </div>
        <div class="stack near tools">
          {talk.coordinator !== null && <Asides talk={talk} name={talk.coordinator} />}
          <Canned draft={draft} />
          <Notes contact={contact} />
          {talk.coordinator === null && <HandForm talk={talk} />}
          {talk.transfer ? <Transferring contact={contact} /> : <TransferForm contact={contact} />}
          <EndForm contact={contact} />
        </div>
      </div>
    </section>
  );
}
