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
  not_yours_to_see: "Dit mag alleen wie meer rechten heeft dan jij nu.",
  not_yours_to_change: "Alleen een beheerder geeft iemand een rol, of wijzigt een coördinator of beheerder. Vraag een beheerder.",
  last_administrator: "Dan heeft de lijn geen beheerder meer. Maak eerst iemand anders beheerder, en laat die inloggen.",
  bad_request: "Iets klopt nog niet. Kijk de velden na.",
  not_found: "Dit bestaat niet meer. Iemand anders heeft het net weggehaald.",
  no_such_person: "Deze mens staat niet meer in de lijst.",
  no_such_shift: "Deze dienst staat niet meer in het rooster.",
  no_such_sign_up: "Deze inschrijving is er niet meer.",
  no_such_swap: "Dit ruilen is er niet meer.",
  no_such_template: "Deze vaste dienst is er niet meer.",
  no_such_callout: "Deze oproep is er niet meer.",
  swap_gone: "Over dit ruilen is al beslist.",
  shift_over: "Deze dienst is al voorbij.",
  shift_cancelled: "Deze dienst is afgezegd. Maak een nieuwe dienst.",
  already_signed: "Die staat al op deze dienst.",
  callout_runs: "Er loopt al een oproep voor (een deel van) deze tijd. Kijk bij Oproepen.",
  callout_over: "Deze oproep is al voorbij. Begin een nieuwe.",
  nobody_to_ask: "Iedereen die gevraagd is, heeft al geantwoord. Laat de volgende ronde beginnen.",
  bad_time: "Kies een tijd die nog niet voorbij is, van een kwartier tot een etmaal lang.",
  bad_until: "Kies een dag vanaf vandaag, hoogstens twee jaar vooruit.",
  bad_shift: "Dit past niet bij de andere velden. Liefst is ten minste het minimum, hoogstens is ten minste liefst, en het einde komt na het begin.",
  bad_recurrence: "Deze regel begrijpen we niet. Kies dagen van de week, of schrijf een regel zoals FREQ=MONTHLY;BYDAY=1MO.",
  no_holidays: "Voor dit land kennen we geen feestdagen. Vraag wie de lijn instelt.",
  person_inactive: "Die doet niet mee. Laat die eerst weer meedoen.",
  name_invalid: "Geef een naam van hoogstens 120 tekens.",
  unknown_language: "Kies een taal die deze lijn heeft.",
  unknown_topic: "Kies een onderwerp dat deze lijn heeft.",
  unknown_region: "Kies een regio die deze lijn heeft.",
  rota_moved: "Het rooster veranderde net op dat moment. Probeer het nog een keer.",
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
  now: "nu",
  thisNight: "vannacht",
  comingNight: "komende nacht",
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
