/** What the console knows. Conversations and notes live in memory only and go when the talk goes. */
import { computed, signal, type Signal } from "@preact/signals";
import { Outbox } from "../shared/outbox.ts";
import { Typing } from "../shared/typing.ts";
import type { ConsoleWelcome, Me, OfferGone, Person, Talk, TalkGone } from "../shared/protocol.ts";

export type Notice =
  | { about: "offer"; why: OfferGone["why"] }
  | { about: "talk"; why: TalkGone["why"] }
  | { about: "refused" }
  | { about: "offline" }
  | { about: "busy" };

export type Stage = "loading" | "login" | "home" | "elsewhere" | "broken";

/** What the page itself keeps beside a talk. */
export interface Desk {
  outbox: Outbox;
  draft: Signal<string>;
  notes: Signal<string>;
  typing: Typing;
  readSent: number;
  /** Tells it from the others that are open. */
  number: number;
}

export const stage = signal<Stage>("loading");
export const person = signal<Person | null>(null);
export const welcome = signal<ConsoleWelcome | null>(null);
export const me = signal<Me | null>(null);
export const notice = signal<Notice | null>(null);
export const loggedOut = signal(false);

const desks = new Map<string, Desk>();

export function desk(contact: string): Desk {
  const known = desks.get(contact);
  if (known) return known;
  const taken = new Set([...desks.values()].map((one) => one.number));
  let number = 1;
  while (taken.has(number)) number += 1;
  const made: Desk = { outbox: new Outbox(), draft: signal(""), notes: signal(""), typing: new Typing(), readSent: 0, number };
  desks.set(contact, made);
  return made;
}

/** Whether something is written here that a reload would lose. */
export function unkept(): boolean {
  return [...desks.values()].some(({ outbox, draft, notes }) => draft.value || notes.value || outbox.due().length);
}

/** Forgets the notes and drafts of every talk that is no longer there. */
export function tidy(talks: readonly Talk[]): void {
  for (const contact of desks.keys()) {
    if (!talks.some((talk) => talk.contact === contact)) desks.delete(contact);
  }
}

export const line = computed(() => welcome.value?.line ?? null);
