/** The conversation, the same for both sides. New messages are read out; receipts below it are not, to keep it calm. */
import { useSignal, type Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { clock } from "./language.ts";
import type { Unsent } from "./outbox.ts";
import type { AsideFrame, Message } from "./protocol.ts";
import { sharedTexts } from "./texts.ts";

interface Said {
  by: Message["by"] | AsideFrame["by"];
  key: string;
  body: string;
  at: string;
}

interface LogProps {
  /** Null: somebody who reads along. */
  me: Said["by"] | null;
  messages: readonly Said[];
  unsent: readonly Unsent[];
  label?: string;
  none?: string;
}

interface Follow {
  box: { current: HTMLDivElement | null };
  /** Something came while the reader had scrolled back. */
  missed: Signal<boolean>;
  onScroll: () => void;
  toEnd: () => void;
}

/** Follows the newest message, unless the reader scrolled back and it is not their own. */
function useFollow(own: number, others: number): Follow {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const missed = useSignal(false);
  const toEnd = (): void => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  const before = useRef({ own, others });
  useLayoutEffect(() => {
    if (atEnd.current || own > before.current.own) toEnd();
    else if (others > before.current.others) missed.value = true;
    before.current = { own, others };
  }, [own, others]);
  const onScroll = (): void => {
    const element = box.current;
    if (element) atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 48;
    if (atEnd.current) missed.value = false;
  };
  return { box, missed, onScroll, toEnd };
}

export function Log({ me, messages, unsent, label, none }: LogProps): JSX.Element {
  const t = sharedTexts();
  const own = messages.filter((message) => message.by === me).length + unsent.length;
  const { box, missed, onScroll, toEnd } = useFollow(own, messages.length + unsent.length - own);
  const who = (by: Said["by"]): string => (by === me ? t.you : t[by]);
  return (
    <>
      <div class="log" role="log" aria-label={label ?? t.logName} tabIndex={0} ref={box} onScroll={onScroll}>
        {messages.length + unsent.length === 0 && <p class="soft">{none ?? t.nothingYet}</p>}
        {messages.map((message) => (
          <div key={`${message.by} ${message.key}`} class={message.by === me ? "message mine" : "message"}>
            <p class="who">
              {who(message.by)} · {clock(message.at)}
            </p>
            <p class="body" dir="auto">
              {message.body}
            </p>
          </div>
        ))}
        {unsent.map((one) => (
          <div key={one.key} class="message mine unsent">
            <p class="who">
              {t.you} · {one.refused ? t.refusedMessage : t.unsent}
            </p>
            <p class="body" dir="auto">
              {one.body}
            </p>
          </div>
        ))}
      </div>
      {missed.value && (
        <div class="row">
          <button type="button" onClick={toEnd}>
            {t.newMessage}
          </button>
        </div>
      )}
    </>
  );
}
