/** What the caller's page knows; `view` is the one state it shows. */
import { computed, signal } from "@preact/signals";
import { language } from "../shared/language.ts";
import { Outbox } from "../shared/outbox.ts";
import type { CallerContact, Enter, LineInfo } from "../shared/protocol.ts";
import { Typing } from "../shared/typing.ts";
import { keptWords } from "./kept.ts";

export type Step = "start" | "consent" | "topic" | "language" | "region" | "urgent" | "joining" | "resuming" | "left";
export type Answers = Omit<Enter, "kind" | "consent">;
export type View =
  | "loading"
  | "closed"
  | "start"
  | "consent"
  | "questions"
  | "joining"
  | "elsewhere"
  | "broken"
  | CallerContact["state"];

export const line = signal<LineInfo | null>(null);
export const lineAway = signal(false);
export const step = signal<Step>("start");
export const answers = signal<Partial<Answers>>({});
export const contact = signal<CallerContact | null>(null);
export const typing = new Typing();
/** Something is there to read, and the page is not looked at. */
export const calling = signal(false);
const kept = keptWords();
export const draft = signal(kept.draft);
export const outbox = new Outbox(kept.unsent);
export const fault = signal<"elsewhere" | "broken" | null>(null);
/** The closed line has counted this caller's wish to talk. */
export const counted = signal(false);
/** The caller has stopped the talk, and the line has not heard so yet. */
export const unsaid = signal(false);
/** An earlier ticket turned out to be worth nothing. */
export const expired = signal(false);

export const view = computed<View>(() => {
  if (fault.value) return fault.value;
  if (contact.value) return contact.value.state;
  if (step.value === "left") return "abandoned";
  if (!line.value || step.value === "resuming") return "loading";
  if (step.value === "joining") return "joining";
  if (!line.value.open) return "closed";
  return step.value === "start" || step.value === "consent" ? step.value : "questions";
});

/** The questions of this line, in order: what has nothing to choose is not asked. */
export const questions = computed<Step[]>(() => {
  const asked: Step[] = [];
  if (line.value?.topics.length) asked.push("topic");
  if ((line.value?.languages.length ?? 0) > 1) asked.push("language");
  if (line.value?.regions.length) asked.push("region");
  return [...asked, "urgent"];
});

/** The language of the page if the line speaks it, else the line's first. */
export function ownLanguage(): string {
  const spoken = line.value?.languages ?? [];
  return spoken.includes(language.value) ? language.value : (spoken[0] ?? language.value);
}
