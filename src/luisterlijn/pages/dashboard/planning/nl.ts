/** What the planning says. */
import type { Plan } from "../../shared/protocol.ts";
import type { Change, Part, State } from "./reading.ts";

const number = new Intl.NumberFormat("nl", { maximumFractionDigits: 1 });
const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;
const people = (count: number): string => (count === 1 ? "1 persoon" : `${count} mensen`);
const hours = (count: number): string => `${count} uur`;
const times = (count: number): string => (count === 1 ? "op 1 moment" : `op ${count} momenten`);

const because: Record<Plan["binds"][number], string> = {
  share: "om vlug genoeg op te nemen",
  leave: "om niet te veel bellers te laten weggaan",
  load: "om alle gesprekken aan te kunnen",
};

const parts: Record<Part, string> = { night: "in de nacht, voor 6 uur", morning: "in de ochtend", afternoon: "in de middag", evening: "in de avond" };

const states: Record<State, string> = { none: "niemand nodig", enough: "genoeg", tight: "krap", short: "te weinig", nobody: "niemand" };

const LIKELY: readonly (readonly [number, string])[] = [
  [0.9, "bijna zeker"],
  [0.75, "waarschijnlijk"],
  [0.5, "misschien"],
  [0.25, "waarschijnlijk niet"],
  [0, "bijna zeker niet"],
];

export const nl = {
  head: "Planning",
  parts: "Onderdelen van de planning",
  ahead: "Vooruit kijken",
  campaigns: "Campagnes",
  past: "Tellingen",
  number: (value: number) => number.format(value),
  percent,
  states,
  likely: (chance: number) => LIKELY.find(([least]) => chance >= least)?.[1] ?? "",

  fortnight: "De komende twee weken",
  holds: "De komende twee weken staan er elk uur genoeg mensen in het rooster.",
  tight: (count: number) => `De komende twee weken lukt het net: ${times(count)} is het krap.`,
  lacks: (count: number) => `De komende twee weken lukt het nog niet: ${times(count)} staan er te weinig mensen in het rooster.`,
  alsoTight: (count: number) => `En ${times(count)} is het krap: dan zijn er alleen genoeg mensen als iedereen komt.`,
  lackWords: (required: number, planned: number, even: boolean, at: string) =>
    `${even ? "" : `het ergst om ${at}: `}${required} nodig, ${planned === 0 ? "niemand" : planned} in het rooster`,
  more: (count: number, rather: number) => `Nog ${count} erbij${rather > count ? `, liever ${rather}` : ""}.`,
  ratherMore: (count: number) => `Krap: liever nog ${count} erbij.`,
  ratherWhy: (rate: number) => `“Liever”, omdat niet iedereen komt die in het rooster staat: ${percent(rate)} komt.`,
  toRota: "Open het rooster",
  toCoverage: "Bekijk de dekking",
  wholeDay: "de hele dag",
  toProposals: "Laat een voorstel maken voor het rooster",
  toSimulations: "Speel zo’n dag na",
  showMore: (count: number) => (count === 1 ? "Toon nog 1 moment" : `Toon nog ${count} momenten`),

  noneShort: (channels: string) => `Van ${channels} weten we nog te weinig om vooruit te kijken.`,
  noneHead: (channel: string) => `Van ${channel} weten we nog te weinig`,
  noneText: "Om te weten hoeveel mensen er nodig zijn, moeten we weten hoeveel mensen er anders komen. Dat zien we hier nog niet.",
  noneDo: "Heb je tellingen van vroeger, lees die dan in. Anders kijken we zelf een week mee, en dan staat hier een eerste voorspelling.",
  noneUntil: "Tot die tijd gaat de dekking uit van het minimum dat bij elke dienst staat.",
  toPast: "Lees tellingen in",

  channelAndTime: "Wat je bekijkt",
  oneDay: "Dag",
  oneWeek: "Week",
  earlierDay: "Dag eerder",
  laterDay: "Dag later",
  earlierWeek: "Week eerder",
  laterWeek: "Week later",
  now: "Vandaag",
  dayHead: (channel: string, day: string) => `${channel}, ${day}`,
  weekHead: (channel: string, from: string, until: string) => `${channel}, ${from} tot en met ${until}`,
  withTries: "Hieronder zie je hoe het zou zijn met wat je probeert.",
  nothingNeeded: "Er is dan niemand nodig: de lijn is dicht.",
  dayStates: { enough: "Elk uur staan er genoeg mensen in het rooster.", tight: (count: number) => `${hours(count)} is het krap.`, lacks: (count: number) => `${hours(count)} te weinig mensen in het rooster.` },
  dayShort: { tight: (count: number) => `${hours(count)} krap`, lacks: (count: number) => `${hours(count)} te weinig` },
  expected: "Verwacht",
  came: "Gekomen",
  cameSoFar: "Gekomen tot nu toe",
  cameOf: (came: number, mean: string) => `${came} (verwacht: ${mean})`,
  atMost: "Tegelijk nodig, op zijn drukst",
  hardest: "Het moeilijkste moment",
  hardestWords: (when: string, likely: string, chance: number) => `Het moeilijkst is het ${when}. De kans dat de belofte dan lukt, is ${percent(chance)}: ${likely}.`,
  nobodyMeets: "Wie dan komt, vindt niemand.",
  inside: (inside: number, count: number) => `Van de ${count} kwartieren vielen er ${inside} binnen de band.`,
  /** `wait`: null where there is hardly any. */
  meets: (within: string, share: number, wait: string | null, leave: number) =>
    `Van wie dan komt, is ${percent(share)} binnen ${within} geholpen. ${wait === null ? "Wachten hoeft meestal niet" : `Wachten duurt ${wait}`}, en ${percent(leave)} gaat weg voordat iemand opneemt.`,
  neededThen: (count: number, binds: Plan["binds"][number]) => `${count === 1 ? "Er is" : "Er zijn"} dan ${people(count)} tegelijk nodig, ${because[binds]}.`,
  atOnce: "meestal meteen",
  nobodyAnswers: "niemand neemt op",
  seconds: (count: number) => `${count} seconden`,
  minutes: (count: number) => `${count} minuten`,
  asTable: (name: string) => `${name}, als tabel`,
  waitUpTo: (high: string) => `tot ${high}`,
  waitWords: (low: string, high: string) => `${low} tot ${high}`,

  plotArrivals: "Hoeveel mensen er komen, per kwartier",
  plotPeople: "Hoeveel mensen er nodig zijn",
  band: "Vier van de vijf kwartieren",
  mean: "Verwacht",
  attempts: "Gekomen",
  required: "Nodig",
  toPlan: "In te plannen",
  planned: "In het rooster",
  plotWords: { time: "Kwartier vanaf", table: "Als tabel", none: "–", empty: "Hiervan is niets bekend." },

  hoursHead: "Uur voor uur",
  hoursText: "Van elk uur zie je het moeilijkste kwartier.",
  quartersHead: "Kwartier voor kwartier",
  everyQuarter: "Toon elk kwartier",
  time: "Tijd",
  state: "Hoe het staat",
  promiseHolds: "Lukt de belofte?",
  within: (span: string) => `Binnen ${span}`,
  waits: "Wachten duurt",
  leaves: "Gaat weg",
  again: "de tweede keer",
  daysHead: "Dag voor dag",
  day: "Dag",

  promise: "Wat we bellers beloven",
  promiseShare: (share: number, within: string) => `${percent(share)} van wie komt, is binnen ${within} geholpen.`,
  promiseWaits: (share: number, within: string) => `${percent(share)} van wie blijft wachten, is binnen ${within} geholpen.`,
  promiseLeave: (leave: number) => `Hoogstens ${percent(leave)} gaat weg voordat iemand opneemt.`,
  basis: "Waar dit op rust",
  weeks: "Zo lang kennen we de lijn",
  weeksWords: (count: number) => (count < 1 ? "nog geen week" : Math.round(count) === 1 ? "1 week" : `${Math.round(count)} weken`),
  everyTime: "Wie het opnieuw probeert, telt in de verwachting elke keer mee.",
  weeksFew: "Dat is nog kort. Met elke week wordt de voorspelling beter.",
  handle: "Tijd per gesprek, met afronden en rust",
  patience: "Zo lang wacht iemand gemiddeld voordat die weggaat",
  patient: "bijna niemand gaat weg",
  redial: "Probeert het na weggaan nog eens",
  showRate: "Komt, van wie in het rooster staat",

  whatIf: "Wat als?",
  whatIfText: "Schuif, en zie wat er dan nodig is. Er verandert niets aan het rooster.",
  arrivals: "Hoeveel mensen er komen",
  handleTime: "Hoe lang gesprekken duren",
  absent: "Hoeveel vrijwilligers niet komen",
  asUsual: "zoals verwacht",
  asNow: "zoals nu",
  reset: "Zet terug",
  working: "We rekenen het uit.",
  unchanged: "Dan verandert er niets.",
  changed: ({ toPlan, toPlanThen }: Change, day: string, part: Part) => {
    const when = `${day} ${parts[part]}`;
    const count = Math.abs(toPlanThen - toPlan);
    if (count === 0) return `Er zijn niet meer of minder mensen nodig. Het meest verandert ${when}.`;
    return `${when}: ${count} ${count === 1 ? "persoon" : "mensen"} ${toPlanThen > toPlan ? "meer" : "minder"} nodig in het rooster (${toPlanThen} in plaats van ${toPlan}).`;
  },
  chances: (then: number, now: number) =>
    percent(then) === percent(now) ? `De kans dat de belofte dan lukt, blijft ${percent(now)}.` : `De kans dat de belofte dan lukt, is ${percent(then)} in plaats van ${percent(now)}.`,
  doubtful: (then: number, now: number) =>
    then === now
      ? `In ${hours(now)} van deze dagen is die kans kleiner dan de helft, net als nu.`
      : `In ${hours(then)} van deze dagen is die kans kleiner dan de helft. Nu is dat in ${hours(now)}.`,

  campaignsLead: "Een spotje, een actie of een bericht in het nieuws: vertel hier wanneer er meer (of minder) mensen komen. De voorspelling houdt er dan rekening mee.",
  campaignNew: "Nieuwe campagne",
  campaignsNone: "Er zijn nog geen campagnes.",
  campaignChange: (name: string) => `${name} wijzigen`,
  campaignAdd: "Voeg toe",
  campaignSave: "Bewaren",
  campaignRemove: "Weghalen",
  campaignRemoveHead: (name: string) => `${name} weghalen?`,
  campaignRemoveText: "De voorspelling rekent dan niet meer met deze campagne, ook niet achteraf.",
  campaignRemoveYes: "Ja, haal weg",
  name: "Naam",
  channel: "Waar merk je het?",
  bothChannels: "Chat en telefoon",
  firstOn: "Eerste dag",
  lastOn: "Laatste dag",
  factor: "Hoeveel keer zo veel mensen?",
  factorHint: "1,5 is anderhalf keer zo veel. Kleiner dan 1 is minder.",
  fading: "Hoeveel dagen merk je het daarna nog?",
  fadingHint: "Het wordt dan elke dag minder. 0: het is meteen voorbij.",
  during: (from: string, until: string) => (from === until ? `Op ${from}` : `Van ${from} tot en met ${until}`),
  entered: (factor: number, where: string) => `Verwacht: ${number.format(factor)} keer zo veel mensen, ${where}`,
  fades: (days: number) => (days === 0 ? "daarna meteen voorbij" : `daarna ${days === 1 ? "1 dag" : `${days} dagen`} lang steeds minder`),
  measured: (each: string) => `Gemeten: ${each}.`,
  measuredOne: (channel: string, factor: number) => `${channel} ${number.format(factor)} keer zo veel`,
  notMeasured: "Nog niet gemeten: dat kan pas als het voorbij is.",
  notMeasurable: "Niet te meten: van die dagen, of van de weken ervoor, weten we te weinig.",

  importHead: "Tellingen van vroeger inlezen",
  importColumns:
    "Eén regel voor elk kwartier, half uur of uur: het kanaal (chat of phone), de tijd waarop het begint, en hoeveel mensen het probeerden. Ook wie niet geholpen is, telt mee. De andere kolommen mogen weg. Zo ziet het eruit:",
  importText: "Hoe meer weken we kennen, hoe beter de voorspelling. Twee keer hetzelfde bestand inlezen kan geen kwaad.",
  goodHead: "Hoe goed is de voorspelling?",
  goodText: "We doen alsof het vroeger is, voorspellen de dagen daarna, en kijken wat er echt kwam. Dat duurt een paar seconden.",
  goodAsk: "Kijk hoe goed",
  goodDone: "Dit kwam eruit.",
  goodNone: (channel: string) => `${channel}: de geschiedenis is nog te kort om dit te zien.`,
  goodError: (error: number, chance: number) => `Per uur zit de voorspelling er gemiddeld ${percent(error)} naast. Toeval alleen maakt al ${percent(chance)}.`,
  goodNear: "Veel beter kan dus niet.",
  goodFair: "Dat is redelijk. Er is iets wat we niet voorzien, zoals een actie die niet bij de campagnes staat.",
  goodFar: "Dat kan beter. Staan alle campagnes erin, en zijn de tellingen compleet?",
  goodBand: (covered: number) => `Van de kwartieren viel ${percent(covered)} binnen de band. De bedoeling is ${percent(0.8)}.`,
  goodNarrow: "De band is te smal: reken op grotere verschillen dan je in beeld ziet.",
  goodWide: "De band is ruimer dan nodig: dat is de veilige kant.",
  goodBias: (bias: number) => {
    if (Math.abs(bias) < 0.02) return "Te hoog en te laag houden elkaar in evenwicht.";
    return `Alles bij elkaar voorspelden we ${percent(Math.abs(bias))} te ${bias > 0 ? "veel" : "weinig"}.`;
  },
  goodPer: "Per",
  goodQuarters: "kwartier",
  goodHours: "uur",
  goodBeside: "Ernaast",
  goodChance: "Door toeval",
  goodRests: (origins: number, days: number) => `Gemeten aan ${origins === 1 ? "1 voorspelling" : `${origins} voorspellingen`} van ${days} dagen.`,
};

export type PlanningTexts = typeof nl;
