/** State as a shape, beside the word that says the same: never colour alone, and hidden from screen readers. */
import type { JSX } from "preact";
import type { Presence } from "./words.ts";

const SHAPES = {
  full: <circle cx="12" cy="12" r="9" fill="currentColor" />,
  target: (
    <>
      <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2.5" />
      <circle cx="12" cy="12" r="4.5" fill="currentColor" />
    </>
  ),
  speech: <path d="M3 4h18v12h-9l-5 5v-5H3z" fill="currentColor" />,
  half: (
    <>
      <circle cx="12" cy="12" r="8.75" fill="none" stroke="currentColor" stroke-width="2.5" />
      <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
    </>
  ),
  bars: <path d="M5 4h5v16H5zM14 4h5v16h-5z" fill="currentColor" />,
  moon: <path d="M15 3a9 9 0 1 0 6 13A8 8 0 0 1 15 3z" fill="currentColor" />,
  ring: <circle cx="12" cy="12" r="8.75" fill="none" stroke="currentColor" stroke-width="2.5" />,
  cut: (
    <>
      <circle cx="12" cy="12" r="8.75" fill="none" stroke="currentColor" stroke-width="2.5" />
      <path d="M5 19 19 5" stroke="currentColor" stroke-width="2.5" />
    </>
  ),
} satisfies Record<string, JSX.Element>;

export type ShapeName = keyof typeof SHAPES;

export const PRESENCE_SHAPE: Record<Presence, ShapeName> = {
  offline: "ring",
  away: "bars",
  ready: "full",
  reserved: "target",
  busy: "speech",
  wrapup: "half",
  resting: "moon",
};

export const CONNECTION_SHAPE: Record<"connected" | "unsure" | "gone" | "unknown", ShapeName> = {
  connected: "full",
  unsure: "half",
  gone: "cut",
  unknown: "ring",
};

export function Shape({ name }: { name: ShapeName }): JSX.Element {
  return (
    <svg class="shape" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {SHAPES[name]}
    </svg>
  );
}

/** The mark of the family: a line that rises to a window with a lamp in it. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 88 48" aria-hidden="true" focusable="false">
      <path d="M0 43H22V26a22 22 0 0 1 44 0V43H88" />
      <circle cx="44" cy="29" r="8" />
    </svg>
  );
}
