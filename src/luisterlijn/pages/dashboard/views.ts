/** The views, in the order of the tabs, by the first part of the address. `wall` is none of them: it has no tabs. */
import { computed } from "@preact/signals";
import { place } from "../shared/hash.ts";

export const VIEWS = ["now", "coverage", "planning", "rota", "proposals", "simulations", "people", "callouts", "audit"] as const;
export type View = (typeof VIEWS)[number];

export const view = computed<View | "wall">(() => {
  const first = place.value[0];
  if (first === "wall") return "wall";
  return VIEWS.find((one) => one === first) ?? "now";
});

/** The parts of the address below the view. */
export const below = computed<readonly string[]>(() => place.value.slice(1));
