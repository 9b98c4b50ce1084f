import { signal } from "@preact/signals";

/** The page's clock, a second at a time. */
export const now = signal(Date.now());

window.setInterval(() => (now.value = Date.now()), 1000);
