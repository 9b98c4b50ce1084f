/** Everything the dashboard says. */
import type { Presence } from "../shared/words.ts";
import type { CallerContact } from "../shared/protocol.ts";

const presence: Record<Presence, string> = {
  ready: "Klaar",
  reserved: "Krijgt een gesprek aangeboden",
  busy: "In gesprek",
  wrapup: "Rondt af",
  resting: "Rust",
  away: "Pauze",
  offline: "Weer uit dienst",
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
  stale: (at: string) => `Geen verbinding. Deze cijfers zijn van ${at} en kloppen misschien niet meer.`,
  closed: "De lijn is dicht.",
  uncovered: (count: number) =>
    count === 1 ? "Er wacht iemand en er is geen vrijwilliger in dienst." : `Er wachten ${count} mensen en er is geen vrijwilliger in dienst.`,
  now: "Nu",
  waiting: "Wachten nu",
  longest: "Langst wachtende",
  inConversation: "In gesprek",
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
  p50: "De helft wachtte hoogstens",
  p90: "Negen van de tien wachtten hoogstens",
  level: (within: string) => `Geholpen binnen ${within}`,
  notMeasured: "Nog niet gemeten",
  span: (seconds: number) => (seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`),
};

export type Texts = typeof nl;
