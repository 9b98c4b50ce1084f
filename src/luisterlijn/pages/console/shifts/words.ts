/** Rules and needs as sentences. */
import { capital, instant, listed, span } from "../../shared/when.ts";
import type { OpenShift, Reason, ShiftShown } from "../../shared/protocol.ts";
import type { ShapeName } from "../../shared/shapes.tsx";
import { sharedTexts } from "../../shared/texts.ts";
import { now } from "../now.ts";
import { topicName } from "../offer.tsx";
import { zone } from "./state.ts";
import { texts } from "./texts.ts";

interface Times {
  starts_at: string;
  ends_at: string;
}

/** "vandaag, 20:00 tot 23:00". */
export function when({ starts_at, ends_at }: Times): string {
  return span(starts_at, ends_at, zone.value, now.peek());
}

export const whenHead = (times: Times): string => capital(when(times));

export const at = (moment: string): string => instant(moment, zone.value, now.peek());

export function channelWords(channels: ShiftShown["channels"]): string {
  return listed(channels.map((one) => sharedTexts().channels[one]));
}

function subject({ rule, what }: Reason): string {
  if (rule === "shift_topic") return topicName(what);
  return rule === "shift_channel" && (what === "chat" || what === "phone") ? sharedTexts().channels[what] : what;
}

/** Why a rule stands in the way. */
export function whyNot(reason: Reason): string {
  const { rule, until, count, most } = reason;
  return texts().rules[rule]({ what: subject(reason), until: until ? at(until) : "", count: count ?? 0, most: most ?? 0 });
}

/** How much a shift needs somebody, as a shape and in words. */
export function need({ shift, waitlist }: OpenShift): { shape: ShapeName; words: string } {
  const t = texts().need;
  if (shift.short > 0) return shift.signed === 0 ? { shape: "ring", words: t.nobody } : { shape: "half", words: t.short(shift.short) };
  if (waitlist) return { shape: "full", words: t.full };
  return { shape: "full", words: shift.signed < shift.target ? t.welcome : t.enough };
}
