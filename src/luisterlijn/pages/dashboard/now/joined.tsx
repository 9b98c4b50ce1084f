/** A conversation this coordinator has come into: read along, a word with the volunteer, and out again. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Composer } from "../../shared/composer.tsx";
import { languageName } from "../../shared/language.ts";
import { Log } from "../../shared/log.tsx";
import type { JoinedTalk } from "../../shared/protocol.ts";
import { CONNECTION_SHAPE, Shape } from "../../shared/shapes.tsx";
import { aside, asidesUnsent, part } from "../line.ts";
import { topicName } from "../parts/names.ts";
import { joined, joinedOver, line, refusedFrame } from "../state.ts";
import { nowTexts } from "./texts.ts";

function Refused(): JSX.Element {
  const t = nowTexts();
  return <div role="alert">{refusedFrame.value && <p class="notice">{refusedFrame.value === "away" ? t.notSent : t.gone}</p>}</div>;
}

function Reading({ talk }: { talk: JoinedTalk }): JSX.Element {
  const t = nowTexts();
  const draft = useSignal("");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const about = [talk.topic && topicName(talk.topic), languageName(talk.language)].filter(Boolean).join(", ");
  return (
    <section class="joined paper stack near" aria-labelledby={`joined-${talk.contact}`} data-joined={talk.contact}>
      <h2 id={`joined-${talk.contact}`} tabIndex={-1} ref={heading} data-focus="">
        {`${t.joinedHead(talk.volunteer)}: ${about}`}
      </h2>
      <p class="notice">{t.joinedText}</p>
      <p class="withshape" role="status">
        <Shape name={CONNECTION_SHAPE[talk.caller]} />
        <span>{t.callerIs[talk.caller]}</span>
      </p>
      <div class="sides">
        <Log me={null} messages={talk.messages} unsent={[]} none={t.nothingYet} />
        <div class="stack near">
          <h3>{t.asidesName(talk.volunteer)}</h3>
          <Log
            me="coordinator"
            messages={talk.asides}
            unsent={asidesUnsent(talk.contact).value}
            label={t.asidesName(talk.volunteer)}
            none={t.asidesNone}
          />
          <Composer draft={draft} most={line.value?.message_chars ?? 4000} label={t.asideLabel(talk.volunteer)} onSend={(body) => aside(talk.contact, body)} />
        </div>
      </div>
      <div class="row">
        <button type="button" onClick={() => part(talk.contact)}>
          {t.part}
        </button>
      </div>
    </section>
  );
}

export function JoinedOver(): JSX.Element {
  const t = nowTexts();
  return (
    <div role="status">
      {joinedOver.value && (
        <div class="notice between">
          <p>{t.over[joinedOver.value]}</p>
          <button type="button" onClick={() => (joinedOver.value = null)}>
            {t.read}
          </button>
        </div>
      )}
    </div>
  );
}

export function Joined(): JSX.Element {
  return (
    <>
      <Refused />
      {joined.value.map((talk) => (
        <Reading key={talk.contact} talk={talk} />
      ))}
    </>
  );
}
