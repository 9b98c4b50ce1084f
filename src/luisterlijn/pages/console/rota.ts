/** What the rota says of this moment, in the time of the line. */
import { computed } from "@preact/signals";
import { clock } from "../shared/language.ts";
import { now } from "./now.ts";
import { line, me } from "./state.ts";
import { texts } from "./texts.ts";

export type Standing = "checked_in" | "no_shift" | "lacks" | null;

/** What the volunteer is instead of on a break, as far as the rota has a say. */
export const idle = computed<Standing>(() => {
  const at = me.value;
  if (!at || (at.presence !== "away" && at.presence !== "offline")) return null;
  if (at.reason === "shift_not_begun") return "checked_in";
  return at.may_be_ready === "no_shift" || at.may_be_ready === "lacks" ? at.may_be_ready : null;
});

/** Near the end of the shift: nothing new that may run past it, unless one more is wanted. */
export const ending = computed(() => {
  const from = me.value?.shift?.nothing_new_from;
  return me.value?.may_be_ready === "yes" && Boolean(from) && now.value >= Date.parse(from ?? "") - SOON_MS;
});

/** So long before that it is said. */
const SOON_MS = 900_000;

const time = (at: string): string => clock(at, line.value?.timezone);

/** The shift of now in one sentence; nothing where there is none. */
export function shiftWords(): string {
  const t = texts();
  const shift = me.value?.shift;
  const may = me.value?.may_be_ready;
  if (!shift || may === "no_shift" || may === "lacks") return "";
  if (idle.value === "checked_in") return t.earlyIn(time(shift.begins));
  if (Date.parse(shift.begins) > now.value) return t.early(time(shift.begins));
  const from = shift.nothing_new_from;
  return ending.value && from && !me.value?.past_end ? t.noNewAfter(time(from), time(shift.ends)) : t.shiftUntil(time(shift.ends));
}
