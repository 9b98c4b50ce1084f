/** The one permanent indicator of where the volunteer stands. It says "not connected" the moment that is so. */
import type { ComponentChildren, JSX } from "preact";
import { clock } from "../shared/language.ts";
import type { Me } from "../shared/protocol.ts";
import { PRESENCE_SHAPE, Shape } from "../shared/shapes.tsx";
import { socket } from "./line.ts";
import { me } from "./state.ts";
import { texts } from "./texts.ts";

const REASONS = {
  missed_offers: "missed",
  missed_two_offers: "missed",
  drained: "drained",
  shift_ending: "shift_ending",
  asked_rest: "asked_rest",
  lost: "lost",
} as const;

export function shownPresence(): Me["presence"] | "unknown" {
  return socket.link.value === "open" && me.value ? me.value.presence : "unknown";
}

function reasonText(now: Me): string {
  const known = REASONS[now.reason as keyof typeof REASONS];
  const idle = now.presence === "away" || now.presence === "offline";
  return known && idle ? texts().reasons[known] : "";
}

/** The same in the header, for windows in which the bar scrolls away; whoever cannot see it has the bar. */
export function PresenceMark(): JSX.Element {
  const t = texts();
  const shown = shownPresence();
  return (
    <p class="presence-mark withshape" aria-hidden="true">
      <Shape name={shown === "unknown" ? "cut" : PRESENCE_SHAPE[shown]} />
      <strong>{shown === "unknown" ? t.notConnected.word : t.presence[shown].word}</strong>
    </p>
  );
}

export function PresenceBar({ children }: { children: ComponentChildren }): JSX.Element {
  const t = texts();
  const shown = shownPresence();
  const now = me.value;
  const { word, means } = shown === "unknown" ? t.notConnected : t.presence[shown];
  const resting = shown === "resting" && now?.rest_until ? t.restUntil(clock(now.rest_until)) : "";
  const more = shown === "unknown" || !now ? "" : reasonText(now);
  return (
    <section class={`presence is-${shown}`} aria-label={t.presenceLabel}>
      <div role="status" class="withshape">
        <Shape name={shown === "unknown" ? "cut" : PRESENCE_SHAPE[shown]} />
        <div>
          <p class="word" data-testid="presence" tabIndex={-1} data-focus>
            {word}
          </p>
          <p>{resting || means}</p>
          {shown === "unknown" && (now?.talks.length ?? 0) > 0 && <p>{t.talkStays}</p>}
          {shown !== "unknown" && now?.draining && <p>{t.draining}</p>}
          {more && <p>{more}</p>}
        </div>
      </div>
      {children}
    </section>
  );
}
