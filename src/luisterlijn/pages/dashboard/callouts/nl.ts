/** What the call-outs say. */
import type { AskShown, CalloutShown, WayTried } from "../../shared/protocol.ts";

const why: Record<CalloutShown["why"], string> = {
  no_show: "Iemand kwam niet opdagen.",
  short: "Het rooster heeft hier een gat.",
  long_wait: "Bellers wachten te lang.",
  asked: "Met de hand begonnen.",
};

const states: Record<CalloutShown["state"], string> = {
  running: "Loopt",
  filled: "Gelukt",
  stopped: "Gestopt",
  exhausted: "Iedereen is gevraagd",
  over: "De tijd is voorbij",
};

const stages: Record<AskShown["stage"], string> = {
  standby: "wie op stand-by staat",
  willing: "wie zei: roep me op als het nodig is",
  coordinator: "de coördinatoren",
};

const ways: Record<WayTried["kind"], string> = { mail: "mail", push: "melding", url: "bericht" };

const people = (count: number): string => (count === 1 ? "1 persoon" : `${count} mensen`);

export const nl = {
  head: "Oproepen",
  running: "Lopen nu",
  runningNone: "Er loopt nu geen oproep.",
  past: "Van de laatste dagen",
  pastNone: "De laatste dagen is er niemand opgeroepen.",
  start: "Roep zelf mensen op",
  callNow: "Roep mensen op",
  callHead: "Nu mensen oproepen?",
  callText: (when: string, names: string) =>
    `Voor ${when}, ${names}. Eerst vragen we wie op stand-by staat, dan wie zei: roep me op als het nodig is, en dan de coördinatoren. Wie het eerst ja zegt, komt.`,
  callYes: "Ja, roep op",
  need: "Hoeveel mensen zijn er nodig?",
  channels: "Waarvoor?",
  day: "Op welke dag?",
  starts: "Vanaf",
  ends: "Tot",
  endsHint: "Is dit vroeger dan het begin, dan is het de volgende dag.",
  startLead: "Voor een tijd die je zelf kiest.",
  name: (when: string, names: string) => `${when}, ${names}`,
  why,
  states,
  stages,
  came: (filled: number, need: number) => `${filled} van ${need} gevonden`,
  round: (round: number, stage: string) => `Ronde ${round}: we vragen ${stage}.`,
  next: (at: string) => `Zegt niemand ja, dan begint de volgende ronde om ${at}.`,
  ended: (at: string) => `Afgelopen ${at}.`,
  by: (name: string, at: string) => `Begonnen ${at}, door ${name}.`,
  system: "de lijn zelf",
  shift: (name: string) => `Dienst: ${name}.`,
  asks: (count: number) => `Wie is gevraagd (${people(count)})`,
  asksNone: "Er is nog niemand gevraagd.",
  who: "Wie",
  roundWord: "Ronde",
  askedAt: "Gevraagd om",
  how: "Hoe",
  answer: "Antwoord",
  answers: { yes: "Ja", no: "Nee", too_late: "Ja, maar anderen waren eerder" },
  answerNone: "Nog niets",
  ways,
  way: { due: "onderweg", sent: "verstuurd", failed: "niet gelukt" },
  tries: (count: number) => `na ${count} keer`,
  wayNone: "Geen manier bekend om deze persoon te bereiken",
  stop: "Stoppen",
  stopHead: "Deze oproep stoppen?",
  stopText: "Er wordt niemand meer gevraagd. Wie al ja zei, komt.",
  stopYes: "Ja, stoppen",
  force: "Volgende ronde nu",
  forceHead: "Meteen de volgende mensen vragen?",
  forceText: "We wachten dan niet op wie nu gevraagd is. Wie van hen nog ja zegt, kan ook nog komen zolang er plek is.",
  forceYes: "Ja, vraag de volgende",
  repeat: "Vraag opnieuw",
  repeatHead: "Iedereen nog een keer vragen?",
  repeatText: "Ook wie nog niets heeft gezegd, krijgt opnieuw een bericht. Wie nee zei, laten we met rust.",
  repeatYes: "Ja, vraag opnieuw",
  audit: "In het logboek",
  started: "De oproep is begonnen.",
};

export type CalloutTexts = typeof nl;
