/** The conversation, the same for both sides. New messages are read out; receipts below it are not, to keep it calm. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { clock } from "./language.ts";
import type { Unsent } from "./outbox.ts";
import type { Message } from "./protocol.ts";
import { sharedTexts } from "./texts.ts";

interface LogProps {
  me: Message["by"];
  messages: readonly Message[];
  unsent: readonly Unsent[];
  label?: string;
}

/** Follows the newest message, unless the reader scrolled back. */
function useFollow(length: number): { box: { current: HTMLDivElement | null }; onScroll: () => void } {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [length]);
  const onScroll = (): void => {
    const element = box.current;
    if (element) atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 48;
  };
  return { box, onScroll };
}

export function Log({ me, messages, unsent, label }: LogProps): JSX.Element {
  const t = sharedTexts();
  const { box, onScroll } = useFollow(messages.length + unsent.length);
  const who = (by: Message["by"]): string => (by === me ? t.you : t[by]);
  return (
    <div class="log" role="log" aria-label={label ?? t.logName} tabIndex={0} ref={box} onScroll={onScroll}>
      {messages.map((message) => (
        <div key={message.key} class={message.by === me ? "message mine" : "message"}>
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
  );
}
