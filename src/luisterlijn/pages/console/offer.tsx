/** One offer: what is known of the caller, how long there is to answer, and two answers that are both fine. */
import { useEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import { clock, language, languageName } from "../shared/language.ts";
import type { OfferCard } from "../shared/protocol.ts";
import { say, socket } from "./line.ts";
import { now } from "./now.ts";
import { line } from "./state.ts";
import { texts } from "./texts.ts";

export const OFFER_HEAD = "offer-head";

export function topicName(id: string | null): string {
  const topic = line.value?.topics.find((one) => one.id === id);
  return topic ? topic[language.value] : (id ?? texts().noTopic);
}

function Facts({ offer }: { offer: OfferCard }): JSX.Element {
  const t = texts();
  const since = useRef(new Date(Date.now() - offer.waited_s * 1000));
  const facts: [string, string][] = [
    [t.offerTopic, topicName(offer.topic)],
    [t.offerLanguage, languageName(offer.language)],
    [t.offerWaited, clock(since.current)],
  ];
  return (
    <>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {offer.urgent && <p class="notice"><strong>{t.urgent}</strong></p>}
      {offer.wrote_already && <p>{t.wrote}</p>}
    </>
  );
}

function Offer({ offer, busy }: { offer: OfferCard; busy: boolean }): JSX.Element {
  const t = texts();
  const heading = useRef<HTMLHeadingElement>(null);
  const answers = useRef<HTMLDivElement>(null);
  const seconds = Math.max(0, (Date.parse(offer.due_at) - now.value) / 1000);
  const down = socket.link.value !== "open";
  useEffect(() => {
    if (busy) return;
    heading.current?.focus({ preventScroll: true });
    answers.current?.scrollIntoView({ block: "nearest" }); // on a phone they would be below the fold
  }, []);
  return (
    <section class="offer stack near" aria-labelledby={OFFER_HEAD}>
      <h2 id={OFFER_HEAD} tabIndex={-1} ref={heading}>
        {offer.transfer ? t.offerTransfer : t.offerHead}
      </h2>
      <Facts offer={offer} />
      <p data-testid="due">{t.offerDue(seconds)}</p>
      <div class="row" ref={answers}>
        <button type="button" class="main big" disabled={down} onClick={() => say({ kind: "accept", offer: offer.offer })}>
          {t.accept}
        </button>
        <button type="button" class="big" disabled={down} onClick={() => say({ kind: "decline", offer: offer.offer })}>
          {t.decline}
        </button>
      </div>
      <p class="soft">{offer.transfer ? t.declineTransferFine : t.declineFine}</p>
    </section>
  );
}

/** The announcement is always in the page, so that a new offer is read out even while a message is being written. */
export function OfferArea({ offer, busy }: { offer: OfferCard | null; busy: boolean }): JSX.Element {
  return (
    <>
      <p class="hidden" aria-live="assertive">
        {offer && texts().offerHead}
      </p>
      {offer && <Offer key={offer.offer} offer={offer} busy={busy} />}
    </>
  );
}
