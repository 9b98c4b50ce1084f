/** What is said around the views of the dashboard. */
import type { View } from "./views.ts";

const views: Record<View, string> = {
  now: "Nu",
  coverage: "Dekking",
  planning: "Planning",
  rota: "Rooster",
  proposals: "Voorstellen",
  simulations: "Simulaties",
  people: "Mensen",
  callouts: "Oproepen",
  audit: "Logboek",
};

export const nl = {
  title: "Overzicht",
  titleHand: (title: string) => `● Er is hulp nodig: ${title}`,
  logInHead: "Inloggen voor coördinatoren",
  logInLead: "Hier zie je hoe de lijn er nu bij staat.",
  notAllowedHead: "Dit scherm is voor coördinatoren",
  notAllowedText: "Je bent ingelogd als vrijwilliger. Ga naar de pagina voor vrijwilligers, of log in als coördinator.",
  toConsole: "Ga naar de pagina voor vrijwilligers",
  loggedOut: "Je bent uitgelogd. Log opnieuw in.",
  waitingForFigures: "De cijfers komen eraan.",
  parts: "Onderdelen",
  views,
  live: (at: string) => `De cijfers zijn van nu (${at}).`,
  stale: (at: string) => `Geen verbinding. Deze cijfers zijn van ${at} en kloppen misschien niet meer. We proberen het vanzelf opnieuw.`,
  notLive: "Geen verbinding. Wat je hier ziet, is misschien niet meer van nu. We proberen het vanzelf opnieuw.",
  handElsewhere: (count: number) => (count === 1 ? "Een vrijwilliger vraagt om hulp in een gesprek." : `${count} vrijwilligers vragen om hulp in een gesprek.`),
  reading: "Je leest mee in een gesprek.",
  toNow: "Ga naar Nu",
  backToParent: (name: string) => `Terug naar ${name}`,
};

export type Texts = typeof nl;
