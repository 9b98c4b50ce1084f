/** Waiting: an honest place, a coarse wait, and what one may do meanwhile. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { JSX } from "preact";
import { Alternatives } from "../shared/alternatives.tsx";
import { Composer } from "../shared/composer.tsx";
import { Screen } from "../shared/frame.tsx";
import { Log } from "../shared/log.tsx";
import type { CallerContact, WaitRange } from "../shared/protocol.ts";
import { LostBanner } from "./banner.tsx";
import { leave, write } from "./line.ts";
import { contact, draft, line, outbox } from "./state.ts";
import { texts } from "./texts.ts";
import { Way } from "./way.tsx";

/** A changed place is read out at most this often. */
const TOLD_EVERY_MS = 60_000;

/** The wait as the texts want it: minutes; `high` null: longer than the server can say. */
export interface Minutes {
  low: number;
  high: number | null;
}

function minutes({ low_s, high_s }: WaitRange): Minutes {
  return { low: low_s / 60, high: high_s === null ? null : high_s / 60 };
}

function placeText(now: CallerContact | null): string {
  const t = texts();
  if (!now?.position) return "";
  if (now.place !== "exact") return now.place === "beyond" ? t.aheadMore(now.position) : t.aheadFewer(now.position);
  return now.position === 1 ? t.first : t.ahead(now.position - 1);
}

function waitText(now: CallerContact | null): string {
  const t = texts();
  if (now?.asking) return t.asking;
  if (now?.nobody_on) return now.wait ? `${t.somebodyDue} ${t.wait(minutes(now.wait))}` : t.nobodyOn;
  return now?.wait ? t.wait(minutes(now.wait)) : t.waitUnknown;
}

/** What a screen reader hears: the place at first, then the newest once a minute. */
function useSparingly(text: string): string {
  const told = useSignal(text);
  const newest = useSignal(text);
  newest.value = text;
  useEffect(() => {
    const timer = window.setInterval(() => (told.value = newest.peek()), TOLD_EVERY_MS);
    return () => window.clearInterval(timer);
  }, []);
  return told.value;
}

function WriteAlready(): JSX.Element {
  const t = texts();
  const messages = contact.value?.messages ?? [];
  const unsent = outbox.unsent.value;
  return (
    <section class="paper stack near">
      <h2>{t.writeAlready}</h2>
      <p>{t.writeAlreadyText}</p>
      {messages.length + unsent.length > 0 && <Log me="caller" messages={messages} unsent={unsent} />}
      <Composer draft={draft} most={line.value?.message_chars ?? 4000} onSend={write} />
    </section>
  );
}

export function Waiting(): JSX.Element {
  const t = texts();
  const now = contact.value;
  const place = placeText(now);
  const wait = waitText(now);
  const told = useSparingly(`${place} ${wait}`);
  return (
    <Screen state="waiting" head={t.waitingHead} above={<Way at={1} />}>
      <LostBanner text={t.lost} />
      {now?.came_back && <p class="notice">{t.cameBack}</p>}
      <div class="stack near" data-testid="place">
        {place && <p class="lead"><strong>{place}</strong></p>}
        <p class={now?.nobody_on ? "notice" : "lead"}>{wait}</p>
      </div>
      <p class="hidden" role="status">
        {told}
      </p>
      <p>{t.keepOpen}</p>
      <WriteAlready />
      <section class="stack near">
        <h2>{t.alsoHelp}</h2>
        <Alternatives places={line.value?.alternatives ?? []} />
        <p>{t.leaveFine}</p>
        <div class="row">
          <button type="button" onClick={leave}>
            {t.leaveLine}
          </button>
        </div>
      </section>
    </Screen>
  );
}
