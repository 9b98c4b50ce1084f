/**
 * What survives a reload, in this tab's sessionStorage only and never in a URL: the ticket that brings a contact back,
 * whether its caller left the line, and words that the server does not have yet. All of it goes with the ticket.
 */
import type { Unsent } from "../shared/outbox.ts";

const TICKET = "plaats";
const LEFT = "weggegaan";
const WORDS = "woorden";

export interface Words {
  draft: string;
  unsent: readonly Unsent[];
}

export const keptTicket = (): string | null => sessionStorage.getItem(TICKET);
export const keptLeft = (): boolean => sessionStorage.getItem(LEFT) !== null;

export function keepTicket(ticket: string, left: boolean): void {
  sessionStorage.setItem(TICKET, ticket);
  if (left) sessionStorage.setItem(LEFT, "");
  else sessionStorage.removeItem(LEFT);
}

export function dropTicket(): void {
  for (const name of [TICKET, LEFT, WORDS]) sessionStorage.removeItem(name);
}

export function keptWords(): Words {
  const kept = keptTicket() && sessionStorage.getItem(WORDS);
  return kept ? (JSON.parse(kept) as Words) : { draft: "", unsent: [] };
}

export function keepWords(words: Words): void {
  if (keptTicket() && (words.draft || words.unsent.length)) sessionStorage.setItem(WORDS, JSON.stringify(words));
  else sessionStorage.removeItem(WORDS);
}
