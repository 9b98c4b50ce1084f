/** The conversation itself. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import { Composer } from "../shared/composer.tsx";
import { Screen } from "../shared/frame.tsx";
import { Log } from "../shared/log.tsx";
import { lastSeq } from "../shared/outbox.ts";
import type { CallerContact } from "../shared/protocol.ts";
import { CONNECTION_SHAPE, Shape } from "../shared/shapes.tsx";
import { LostBanner } from "./banner.tsx";
import { leave, sayTyping, socket, write } from "./line.ts";
import { contact, draft, line, outbox, typing } from "./state.ts";
import { texts } from "./texts.ts";
import { Way } from "./way.tsx";

/** The other side as far as the page can see it: their connection, or that the page's own is away. */
function seen(now: CallerContact): NonNullable<CallerContact["volunteer"]> | "unknown" {
  return socket.link.value === "open" ? (now.volunteer ?? "connected") : "unknown";
}

/** Beside the composer, where the caller looks: whether the other side is there, and what became of the last message. */
function OtherSide({ now }: { now: CallerContact }): JSX.Element {
  const t = texts();
  const connection = seen(now);
  return (
    <div role="status" class="stack near" data-connection={connection}>
      <p class="withshape">
        <Shape name={CONNECTION_SHAPE[connection]} />
        <span>{t.volunteer[connection]}</span>
      </p>
      {now.moving && <p class="notice">{t.moving}</p>}
      {now.carried_on && !now.moving && <p class="notice">{t.carriedOn}</p>}
      {now.coordinator && <p class="notice" data-testid="colleague">{t.colleague}</p>}
    </div>
  );
}

/** Nothing of it while the other side is not surely there. */
function receipt(now: CallerContact): string {
  const t = texts();
  if (seen(now) !== "connected") return "";
  if (typing.value) return t.typing;
  const mine = lastSeq(now.messages, "caller");
  if (!mine || outbox.unsent.value.length) return "";
  if (now.read >= mine) return t.receipt.read;
  return now.delivered >= mine ? t.receipt.delivered : t.receipt.sent;
}

/** Stopping asks once, since it cannot be undone. */
function Stop(): JSX.Element {
  const t = texts();
  const asking = useSignal(false);
  const question = useRef<HTMLHeadingElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const opened = useRef(false);
  useEffect(() => {
    if (asking.value) {
      question.current?.focus();
      question.current?.parentElement?.scrollIntoView({ block: "nearest" });
    } else if (opened.current) opener.current?.focus();
    opened.current = asking.value;
  }, [asking.value]);
  if (!asking.value) {
    return (
      <div class="row">
        <button type="button" ref={opener} onClick={() => (asking.value = true)}>
          {t.stop}
        </button>
      </div>
    );
  }
  return (
    <section class="paper stack near">
      <h2 tabIndex={-1} ref={question}>
        {t.stopAsk}
      </h2>
      <div class="row">
        <button type="button" class="main" onClick={leave}>
          {t.stopYes}
        </button>
        <button type="button" onClick={() => (asking.value = false)}>
          {t.stopNo}
        </button>
      </div>
    </section>
  );
}

export function Conversation(): JSX.Element {
  const t = texts();
  const now = contact.value as CallerContact;
  return (
    <Screen state="conversation" head={t.talkHead} above={<Way at={2} />}>
      <div class="stack near">
        <Log me="caller" messages={now.messages} unsent={outbox.unsent.value} />
        <p class="under">{receipt(now)}</p>
        <OtherSide now={now} />
        <LostBanner text={t.lostTalk} />
        <Composer draft={draft} most={line.value?.message_chars ?? 4000} onSend={write} onTyping={sayTyping} />
      </div>
      <p class="soft">{t.talkLead}</p>
      <Stop />
    </Screen>
  );
}
