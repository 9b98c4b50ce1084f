/** The one permanent indicator of where the volunteer stands. It says "not connected" the moment that is so. */
import type { ComponentChildren, JSX } from "preact";
import { clock } from "../shared/language.ts";
import type { Me } from "../shared/protocol.ts";
import { PRESENCE_SHAPE, Shape, type ShapeName } from "../shared/shapes.tsx";
import { socket } from "./line.ts";
import { IDLE_SHAPE, idle, shiftWords, thanked } from "./rota.ts";
import { me } from "./state.ts";
import { texts } from "./texts.ts";
import { view } from "./view.ts";

const REASONS = {
  missed_offers: "missed",
  missed_two_offers: "missed",
  drained: "drained",
  asked_rest: "asked_rest",
  lost: "lost",
} as const;

export function shownPresence(): Me["presence"] | "unknown" {
  return socket.link.value === "open" && me.value ? me.value.presence : "unknown";
}

function reasonText(now: Me): string {
  const t = texts().reasons;
  const known = REASONS[now.reason as keyof typeof REASONS];
  if (thanked()) return t.shift_over;
  const away = now.presence === "away" || now.presence === "offline";
  return known && away ? t[known] : "";
}

function shapeOf(shown: Me["presence"] | "unknown"): ShapeName {
  if (shown === "unknown") return "cut";
  return idle.value ? IDLE_SHAPE[idle.value] : PRESENCE_SHAPE[shown];
}

/** The word for it, and what it means; without a shift nobody is on a break. */
function wordsOf(shown: Me["presence"] | "unknown"): { word: string; means: string } {
  const t = texts();
  if (shown === "unknown") return t.notConnected;
  return idle.value ? t.idle[idle.value] : t.presence[shown];
}

/** The same in the header, for windows in which the bar scrolls away and for the other view; elsewhere readers have the bar. */
export function PresenceMark(): JSX.Element {
  const shown = shownPresence();
  return (
    <p class="presence-mark withshape" aria-hidden={view.value === "now"}>
      <Shape name={shapeOf(shown)} />
      <strong>{wordsOf(shown).word}</strong>
    </p>
  );
}

export function PresenceBar({ children }: { children: ComponentChildren }): JSX.Element {
  const t = texts();
  const shown = shownPresence();
  const now = me.value;
  const { word, means } = wordsOf(shown);
  const resting = shown === "resting" && now?.rest_until ? t.restUntil(clock(now.rest_until)) : "";
  const more = shown === "unknown" || !now ? "" : reasonText(now);
  return (
    <section class={`presence is-${shown}`} aria-label={t.presenceLabel}>
      <div role="status" class="withshape">
        <Shape name={shapeOf(shown)} />
        <div>
          <p class="word" data-testid="presence" tabIndex={-1} data-focus>
            {word}
          </p>
          <p>{resting || means}</p>
          {shown === "unknown" && (now?.talks.length ?? 0) > 0 && <p>{t.talkStays}</p>}
          {shown !== "unknown" && now?.draining && <p>{t.draining}</p>}
          {more && <p>{more}</p>}
          {shown !== "unknown" && <p data-testid="shift">{shiftWords()}</p>}
        </div>
      </div>
      {children}
    </section>
  );
}
