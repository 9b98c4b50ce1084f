/** Whether a day's hours fit beside each other. */
import { signal } from "@preact/signals";

const query = matchMedia("(min-width: 75rem)");

export const wide = signal(query.matches);

query.addEventListener("change", () => (wide.value = query.matches));
