import { catalogue } from "../../shared/language.ts";

const nl = {
  head: "De lijn, nu",
  stale: (at: string) => `Deze cijfers zijn oud: van ${at}. Er is geen verbinding.`,
  back: "Terug naar het overzicht (of druk op Escape)",
  hands: (count: number) => (count === 1 ? "Er vraagt iemand om hulp" : `${count} vrijwilligers vragen om hulp`),
  alone: "Er wacht iemand en er is geen vrijwilliger",
  longest: "wacht het langst",
  inConversation: "in gesprek",
};

const en: typeof nl = {
  head: "The line, now",
  stale: (at) => `These figures are old: of ${at}. There is no connection.`,
  back: "Back to the overview (or press Escape)",
  hands: (count) => (count === 1 ? "Somebody asks for help" : `${count} volunteers ask for help`),
  alone: "Somebody is waiting and there is no volunteer",
  longest: "longest wait",
  inConversation: "in conversation",
};

export const wallTexts = catalogue({ nl, en });
