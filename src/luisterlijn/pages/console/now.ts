import { signal } from "@preact/signals";

/** How far the server's clock is ahead of the page's, ms: deadlines are the server's, and many a laptop's clock is wrong. */
let ahead = 0;

/** The server's clock as the page knows it, a second at a time. */
export const now = signal(Date.now());

const tick = (): void => void (now.value = Date.now() + ahead);

/** The server has just said what time it is. */
export function itIs(at: string): void {
  ahead = Date.parse(at) - Date.now();
  tick();
}

window.setInterval(tick, 1000);
