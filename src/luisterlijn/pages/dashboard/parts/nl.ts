/** What more than one view of the dashboard says. */
import type { Reason } from "../../shared/protocol.ts";

export interface Told {
  what: string;
  until: string;
  count: number;
  most: number;
}

const rules: Record<Reason["rule"], (told: Told) => string> = {
  overlap: ({ until }) => (until ? `Heeft dan al een dienst, tot ${until}.` : "Heeft dan al een dienst."),
  minor_night: () => "Is 16 of 17 jaar en mag niet in de nacht werken.",
  certificate: () => "Heeft geen geldige VOG.",
  training: ({ what }) => `Heeft de training ${what} niet, of die is verlopen.`,
  inactive: () => "Doet op dit moment niet mee.",
  shift_training: ({ what }) => `Deze dienst vraagt de training ${what}.`,
  shift_topic: ({ what }) => `Deze dienst vraagt het onderwerp ${what}.`,
  shift_channel: () => "Neemt geen gesprekken aan op wat deze dienst vraagt.",
  started: () => "De dienst is al begonnen of voorbij.",
  cancelled: () => "De dienst gaat niet door.",
  rest_after_night: ({ until }) => (until ? `Heeft rust nodig na een nacht, tot ${until}.` : "Heeft rust nodig na een nacht."),
  longest_shift: ({ count, most }) => `Werkt dan ${count} uur achter elkaar; hoogstens ${most} uur is goed.`,
  days_in_a_row: ({ count, most }) => `Werkt dan ${count} dagen achter elkaar; hoogstens ${most} is goed.`,
  nights_in_16_weeks: ({ count, most }) => `Heeft dan ${count} nachten in 16 weken; hoogstens ${most} is goed.`,
};

/** By the code of a `Problem`. */
const problems: Record<string, string> = {
  rules: "Dit kan niet zomaar, om deze reden:",
  not_logged_in: "Je bent uitgelogd. Wat je hebt ingevuld, staat er nog.",
  not_allowed: "Dit mag alleen een beheerder doen.",
  bad_request: "Iets klopt nog niet. Kijk de velden na.",
  not_found: "Dit bestaat niet meer. Iemand anders heeft het net weggehaald.",
  too_large: "Dit bestand is te groot. Deel het in stukken op.",
  email_taken: "Er is al iemand met dit e-mailadres.",
  email_invalid: "Dit is geen e-mailadres. Het moet eruitzien als naam@voorbeeld.nl.",
  line_busy: "De lijn is even niet bereikbaar. Er raakt niets kwijt. Probeer het zo nog een keer.",
  records_away: "De gegevens zijn even niet bereikbaar. Er raakt niets kwijt. Probeer het zo nog een keer.",
};

export const nl = {
  until: (from: string, until: string) => `${from} tot ${until}`,
  today: "vandaag",
  tonight: "vanavond",
  thisNight: "vannacht",
  tomorrow: "morgen",
  tomorrowEvening: "morgenavond",
  minutes: (count: number) => `${count} min`,
  hours: (count: number) => `${count} uur`,
  away: "Er is geen verbinding. Wat je hebt ingevuld, staat er nog. Probeer het zo nog een keer.",
  later: "Dat ging nu niet. Probeer het zo nog een keer.",
  unknown: (remedy: string) => `Dat ging niet. De lijn zegt: ${remedy}`,
  logInElsewhere: "Log in een nieuw tabblad in en probeer het hier opnieuw",
  problems,
  rules,
  hard: "Dit kan niet anders.",
  soft: "Met een reden erbij mag het wel.",
  fetching: "We halen het op.",
  notFresh: "We konden dit net niet verversen. Wat je ziet, is misschien niet meer van nu.",
  again: "Probeer opnieuw",
  back: "Terug",
  save: "Bewaren",
  saved: "Bewaard.",
  saving: "Bezig met bewaren.",
  required: "Vul dit in.",
  fieldWrong: "Dit kan zo niet.",
  optional: "mag leeg blijven",
  channels: { chat: "chat", phone: "telefoon" },
  channelWord: { chat: "Chat", phone: "Telefoon" },
  all: "Alles",
  file: "Bestand kiezen (.csv)",
  fileRead: "Inlezen",
  fileTaken: (added: number, changed: number) => `Ingelezen: ${added} nieuw, ${changed} gewijzigd.`,
  fileTroubles: (count: number) =>
    `Er is niets ingelezen. ${count === 1 ? "Eén regel klopt nog niet" : `${count} dingen kloppen nog niet`}:`,
  fileNone: "Kies eerst een bestand.",
  row: "Regel",
  column: "Kolom",
  value: "Er staat",
  remedy: "Wat te doen",
  short: (count: number) => (count === 1 ? "één te weinig" : `${count} te weinig`),
  nobody: "niemand",
};

export type PartTexts = typeof nl;
