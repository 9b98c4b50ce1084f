/** What the rota says of this moment, in the time of the line. */
import { computed, effect } from "@preact/signals";
import { clock } from "../shared/language.ts";
import type { ShapeName } from "../shared/shapes.tsx";
import { span } from "../shared/when.ts";
import { now } from "./now.ts";
import { checkedIn, nextOwn, zone } from "./shifts/state.ts";
import { me } from "./state.ts";
import { texts } from "./texts.ts";

export type Idle = "not_yet" | "checked_in" | "ending" | "no_shift" | "lacks";

export const IDLE_SHAPE: Record<Idle, ShapeName> = {
  not_yet: "ring",
  checked_in: "half",
  ending: "bars",
  no_shift: "ring",
  lacks: "ring",
};

const THANKS_FOR_MS = 7_200_000;
/** So long before nothing new fits any more it is said. */
const SOON_MS = 900_000;
/** The end of the last shift on which this volunteer was there, ms. */
let servedUntil = 0;

effect(() => {
  const at = me.value;
  if (!at) servedUntil = 0;
  else if (at.shift && at.presence !== "away" && at.presence !== "offline") servedUntil = Date.parse(at.shift.ends);
});

/** What the volunteer is instead of on a break, as far as the rota has a say. */
export const idle = computed<Idle | null>(() => {
  const at = me.value;
  if (!at || (at.presence !== "away" && at.presence !== "offline")) return null;
  if (at.may_be_ready === "no_shift" || at.may_be_ready === "lacks") return at.may_be_ready;
  if (at.reason === "shift_not_begun") return "checked_in";
  if (at.reason === "shift_ending") return "ending";
  const there = checkedIn.value || servedUntil === Date.parse(at.shift?.ends ?? "");
  return there ? null : "not_yet";
});

/** Near the end of the shift: nothing new that may run past it, unless one more is wanted. */
export const ending = computed(() => {
  const from = me.value?.shift?.nothing_new_from;
  return me.value?.may_be_ready === "yes" && Boolean(from) && now.value >= Date.parse(from ?? "") - SOON_MS;
});

const time = (at: string): string => clock(at, zone.value);

function nextWords(): string {
  const next = nextOwn.value;
  return next ? texts().nextShift(span(next.starts_at, next.ends_at, zone.value, now.value)) : texts().nextNone;
}

/** The shift of now, or the next one, in one sentence; nothing where a line has no shifts. */
export function shiftWords(): string {
  const t = texts();
  const shift = me.value?.shift;
  if (idle.value === "no_shift") return nextWords();
  if (!shift || idle.value === "lacks") return "";
  if (idle.value === "checked_in") return t.earlyIn(time(shift.begins));
  if (Date.parse(shift.begins) > now.value) return t.early(time(shift.begins));
  const from = shift.nothing_new_from;
  const closing = ending.value && from && idle.value !== "ending" && !me.value?.past_end;
  const until = closing ? t.noNewAfter(time(from), time(shift.ends)) : t.shiftUntil(time(shift.ends));
  return [until, ...shift.only.map((channel) => t.onlyNow[channel])].join(" ");
}

/** A shift has just ended on which this volunteer was there: thank you. */
export function thanked(): boolean {
  const at = me.value;
  if (at?.may_be_ready !== "no_shift") return false;
  const over = now.value >= servedUntil && now.value - servedUntil < THANKS_FOR_MS;
  return over || at.reason === "shift_over" || at.reason === "shift_ending";
}
