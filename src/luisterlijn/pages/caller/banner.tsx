import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { socket } from "./line.ts";

/** A short gap is not worth a scare. */
const SHOWN_AFTER_MS = 1500;

/** Says so when the connection is away; the place it takes is in the flow, so nothing is covered. */
export function LostBanner({ text }: { text: string }): JSX.Element {
  const shown = useSignal(false);
  const down = socket.link.value === "down" || socket.link.value === "connecting";
  useEffect(() => {
    if (!down) {
      shown.value = false;
      return;
    }
    const timer = window.setTimeout(() => (shown.value = true), SHOWN_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [down]);
  useEffect(() => document.activeElement?.scrollIntoView({ block: "nearest" }), [shown.value]); // it takes room
  return <div role="status">{shown.value && <p class="notice" data-testid="lost">{text}</p>}</div>;
}
