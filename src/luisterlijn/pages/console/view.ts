/** Which of the two views is shown: `#now` or `#shifts`. */
import { computed, effect, signal } from "@preact/signals";
import { goInstead, place } from "../shared/hash.ts";
import { me } from "./state.ts";

export type View = "now" | "shifts";

/** Somebody asks for this volunteer: an offer, a conversation or its wrap-up is never hidden by the other view. */
export const called = computed(() => Boolean(me.value?.offer) || (me.value?.talks.length ?? 0) > 0);

const wanted = computed<View>(() => (place.value[0] === "shifts" ? "shifts" : "now"));
export const view = computed<View>(() => (called.value ? "now" : wanted.value));

/** The volunteer was among the shifts when somebody came; what was filled in there stays. */
export const interrupted = signal(false);
/** The shifts were looked at; from then on they stay in the page, with all that was filled in. */
export const visited = signal(false);

effect(() => {
  if (view.value !== "shifts") return;
  visited.value = true;
  interrupted.value = false;
});

effect(() => {
  if (!called.value || wanted.value !== "shifts") return;
  interrupted.value = true;
  goInstead("now");
});
