/** Shifts, what they ask for, and how often they come, in words. */
import type { ShiftShown, TemplateShown } from "../../shared/protocol.ts";
import { listed } from "../../shared/when.ts";
import { channelNames } from "../coverage/words.ts";
import { topicName } from "../parts/names.ts";
import { weekdayName } from "../parts/when.ts";
import { WEEKDAYS, readRule } from "./recurrence.ts";
import { rotaTexts } from "./texts.ts";

export function ruleWords(recurrence: string): string {
  const t = rotaTexts();
  const { every, interval, weekdays } = readRule(recurrence);
  if (every === "other") return t.ruleOther(recurrence);
  if (every === "day") return interval > 1 ? t.everyDays(interval) : t.everyDay;
  const names = listed(weekdays.map((day) => weekdayName(WEEKDAYS.findIndex((one) => one === day))));
  const often = interval > 1 ? t.everyWeeks(interval) : t.everyWeek;
  return names ? t.onDays(often, names) : often;
}

type Demand = Pick<ShiftShown & TemplateShown, "minimum" | "target" | "maximum" | "channels" | "topics" | "trainings" | "standby">;

/** "ten minste 2, liefst 3, hoogstens 4; chat en telefoon; onderwerp: rouw" */
export function demandWords({ minimum, target, maximum, channels, topics, trainings, standby }: Demand): string {
  const t = rotaTexts();
  const parts = [t.demand(minimum, target, maximum), channelNames(channels)];
  if (topics.length) parts.push(t.topicsAsked(listed(topics.map(topicName))));
  if (trainings.length) parts.push(t.trainingsAsked(listed(trainings)));
  if (standby) parts.push(t.standbyWord);
  return parts.join("; ");
}

export type Fill = "cancelled" | "draft" | "nobody" | "short" | "enough" | "full";

export function fillOf({ state, signed, short, maximum, minimum }: ShiftShown): Fill {
  if (state === "cancelled" || state === "draft") return state;
  if (short > 0) return signed === 0 ? "nobody" : "short";
  return maximum !== null && signed >= maximum && signed > minimum ? "full" : "enough";
}

/** "2 van 3, één te weinig" */
export function fillWords(shift: ShiftShown): string {
  const t = rotaTexts();
  return [t.of(shift.signed, shift.minimum), t.fill[fillOf(shift)](shift.short)].filter(Boolean).join(", ");
}
