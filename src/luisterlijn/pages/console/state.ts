/** What the console knows. Conversations and notes live in memory only and go when the talk goes. */
import { computed, signal, type Signal } from "@preact/signals";
import { Outbox } from "../shared/outbox.ts";
import { Typing } from "../shared/typing.ts";
import type { AsideFrame, ConsoleWelcome, Me, OfferGone, Person, Talk, TalkGone, Notice as Word } from "../shared/protocol.ts";

export type Notice =
  | { about: "offer"; why: OfferGone["why"] }
  | { about: "talk"; why: TalkGone["why"] }
  | { about: "refused" }
  | { about: "offline" }
  | { about: "busy" }
  | { about: "said"; words: () => string };

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
  /** What volunteer and coordinator say to each other; the caller sees none of it. */
  asides: Signal<readonly AsideFrame[]>;
  asideOutbox: Outbox;
  asideDraft: Signal<string>;
  /** The last of the coordinator's words that was answered or looked at. */
  asideSeen: Signal<number>;
}

export const stage = signal<Stage>("loading");
export const person = signal<Person | null>(null);
export const welcome = signal<ConsoleWelcome | null>(null);
export const me = signal<Me | null>(null);
export const notice = signal<Notice | null>(null);
/** What coordinators said to everybody on shift, until dismissed. */
export const words = signal<readonly Word[]>([]);
export const loggedOut = signal(false);

const desks = new Map<string, Desk>();

export function desk(contact: string): Desk {
  const known = desks.get(contact);
  if (known) return known;
  const taken = new Set([...desks.values()].map((one) => one.number));
  let number = 1;
  while (taken.has(number)) number += 1;
  const talk = { outbox: new Outbox(), draft: signal(""), notes: signal(""), typing: new Typing(), readSent: 0 };
  const aside = { asides: signal<readonly AsideFrame[]>([]), asideOutbox: new Outbox(), asideDraft: signal(""), asideSeen: signal(0) };
  const made: Desk = { ...talk, ...aside, number };
  desks.set(contact, made);
  return made;
}

/** Whether something is written here that a reload would lose. */
export function unkept(): boolean {
  const written = ({ outbox, draft, notes, asideDraft }: Desk): boolean =>
    Boolean(draft.value || notes.value || asideDraft.value || outbox.due().length);
  return [...desks.values()].some(written);
}

/** Forgets the notes and drafts of every talk that is no longer there. */
export function tidy(talks: readonly Talk[]): void {
  for (const contact of desks.keys()) {
    if (!talks.some((talk) => talk.contact === contact)) desks.delete(contact);
  }
}

export const line = computed(() => welcome.value?.line ?? null);
