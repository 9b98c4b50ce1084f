/** Everything the dashboard says. */
import type { Presence } from "../shared/words.ts";
import type { CallerContact } from "../shared/protocol.ts";

/** The same in every language: SI signs. */
export function span(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest ? ` ${rest} s` : ""}`;
}

const presence: Record<Presence, string> = {
  ready: "Klaar",
  reserved: "Krijgt een gesprek aangeboden",
  busy: "In gesprek",
  wrapup: "Rondt af",
  resting: "Rust",
  away: "Pauze",
  offline: "Vandaag geweest, nu weg",
};

const refused: Record<NonNullable<CallerContact["reason"]>, string> = {
  closed: "Geweigerd: dicht",
  full: "Geweigerd: vol",
  blocked: "Geweigerd: geblokkeerd",
  too_many: "Geweigerd: te vaak",
};

export const nl = {
  title: "Overzicht",
  logInHead: "Inloggen voor coördinatoren",
  logInLead: "Hier zie je hoe de lijn er nu bij staat.",
  notAllowedHead: "Dit scherm is voor coördinatoren",
  notAllowedText: "Je bent ingelogd als vrijwilliger. Ga naar de console, of log in als coördinator.",
  toConsole: "Naar de console",
  loggedOut: "Je bent uitgelogd. Log opnieuw in.",
  waitingForFigures: "De cijfers komen eraan.",
  head: "Hoe de lijn er nu bij staat",
  live: (at: string) => `De cijfers zijn van nu (${at}).`,
  stale: (at: string) => `Geen verbinding. Deze cijfers zijn van ${at} en kloppen misschien niet meer. We proberen het vanzelf opnieuw.`,
  closed: "De lijn is dicht.",
  uncovered: (count: number) =>
    count === 1 ? "Er wacht iemand en er is geen vrijwilliger in dienst." : `Er wachten ${count} mensen en er is geen vrijwilliger in dienst.`,
  now: "Nu",
  waiting: "Wachten nu",
  longest: "Langst wachtende",
  inConversation: "Gesprekken nu",
  free: "Vrijwilligers klaar",
  volunteers: "Vrijwilligers",
  presence,
  people: "Aantal",
  today: "Vandaag",
  figure: "Wat",
  value: "Hoeveel",
  arrivals: "Gekomen",
  answered: "Geholpen",
  abandoned: "Weggegaan tijdens wachten",
  refused,
  p50: "Van wie geholpen is, wachtte de helft hoogstens",
  p90: "Van wie geholpen is, wachtten negen van de tien hoogstens",
  level: (within: string) => `Geholpen binnen ${within}`,
  notMeasured: "Nog niet gemeten",
  span,
};

export type Texts = typeof nl;
