import type { Plan } from "../../shared/protocol.ts";
import type { PlanningTexts } from "./nl.ts";
import type { Part, State } from "./reading.ts";

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;
const people = (count: number): string => (count === 1 ? "1 person" : `${count} people`);
const hours = (count: number): string => (count === 1 ? "1 hour" : `${count} hours`);
const times = (count: number): string => (count === 1 ? "at 1 time" : `at ${count} times`);

const because: Record<Plan["binds"][number], string> = {
  share: "to answer quickly enough",
  leave: "not to let too many callers leave",
  load: "to hold all the conversations",
};

const parts: Record<Part, string> = { night: "in the night, before 6", morning: "in the morning", afternoon: "in the afternoon", evening: "in the evening" };

const states: Record<State, string> = { none: "nobody needed", enough: "enough", tight: "tight", short: "too few", nobody: "nobody" };

const LIKELY: readonly (readonly [number, string])[] = [
  [0.9, "almost certain"],
  [0.75, "likely"],
  [0.5, "perhaps"],
  [0.25, "unlikely"],
  [0, "almost certainly not"],
];

export const en: PlanningTexts = {
  head: "Planning",
  parts: "Parts of the planning",
  ahead: "Looking ahead",
  campaigns: "Campaigns",
  past: "Counts",
  number: (value) => number.format(value),
  percent,
  states,
  likely: (chance) => LIKELY.find(([least]) => chance >= least)?.[1] ?? "",

  fortnight: "The next two weeks",
  holds: "In the next two weeks every hour has enough people on the rota.",
  tight: (count) => `The next two weeks just about work: it is tight ${times(count)}.`,
  lacks: (count) => `The next two weeks do not work yet: ${times(count)} there are too few people on the rota.`,
  alsoTight: (count) => `And ${times(count)} it is tight: there are enough people only if everybody comes.`,
  lackWords: (required, planned, even, at) => `${even ? "" : `worst at ${at}: `}${required} needed, ${planned === 0 ? "nobody" : planned} on the rota`,
  more: (count, rather) => `${count} more${rather > count ? `, better ${rather}` : ""}.`,
  ratherMore: (count) => `Tight: better ${count} more.`,
  ratherWhy: (rate) => `“Better”, as not everybody comes who is on the rota: ${percent(rate)} do.`,
  toRota: "Open the rota",
  toCoverage: "Look at the coverage",
  wholeDay: "all day",
  toProposals: "Have a proposal made for the rota",
  toSimulations: "Play such a day",
  showMore: (count) => (count === 1 ? "Show 1 more time" : `Show ${count} more times`),

  noneShort: (channels) => `We know too little of ${channels} yet to look ahead.`,
  noneHead: (channel) => `We know too little of ${channel} yet`,
  noneText: "To know how many people are needed, we must know how many people come otherwise. We have not seen that here yet.",
  noneDo: "If you have counts of earlier times, read them in. Otherwise we watch for a week ourselves, and then a first forecast is here.",
  noneUntil: "Until then the coverage goes by the minimum that each shift has.",
  toPast: "Read counts in",

  channelAndTime: "What you look at",
  oneDay: "Day",
  oneWeek: "Week",
  earlierDay: "A day earlier",
  laterDay: "A day later",
  earlierWeek: "A week earlier",
  laterWeek: "A week later",
  now: "Today",
  dayHead: (channel, day) => `${channel}, ${day}`,
  weekHead: (channel, from, until) => `${channel}, ${from} to ${until}`,
  withTries: "Below you see how it would be with what you try.",
  nothingNeeded: "Nobody is needed then: the line is closed.",
  dayStates: {
    enough: "Every hour has enough people on the rota.",
    tight: (count) => `It is tight for ${hours(count)}.`,
    lacks: (count) => `Too few people on the rota for ${hours(count)}.`,
  },
  dayShort: { tight: (count) => `${hours(count)} tight`, lacks: (count) => `${hours(count)} too few` },
  expected: "Expected",
  came: "Came",
  cameSoFar: "Came so far",
  cameOf: (came, mean) => `${came} (expected: ${mean})`,
  atMost: "Needed at once, at its busiest",
  hardest: "The hardest moment",
  hardestWords: (when, likely, chance) => `It is hardest at ${when}. The chance that the promise is kept then is ${percent(chance)}: ${likely}.`,
  nobodyMeets: "Who comes then finds nobody.",
  inside: (inside, count) => `Of the ${count} quarters, ${inside} were inside the band.`,
  meets: (within, share, wait, leave) => `Of those who come then, ${percent(share)} are answered within ${within}. ${wait === null ? "Mostly there is no waiting" : `Waiting takes ${wait}`}, and ${percent(leave)} leave before anybody answers.`,
  neededThen: (count, binds) => `Then ${people(count)} ${count === 1 ? "is" : "are"} needed at once, ${because[binds]}.`,
  atOnce: "mostly no time",
  nobodyAnswers: "nobody answers",
  seconds: (count) => `${count} seconds`,
  minutes: (count) => `${count} minutes`,
  asTable: (name) => `${name}, as a table`,
  waitUpTo: (high) => `up to ${high}`,
  waitWords: (low, high) => `${low} to ${high}`,

  plotArrivals: "How many people come, by the quarter",
  plotPeople: "How many people are needed",
  band: "Four of five quarters",
  mean: "Expected",
  attempts: "Came",
  required: "Needed",
  toPlan: "To plan",
  planned: "On the rota",
  plotWords: { time: "Quarter from", table: "As a table", none: "–", empty: "Nothing is known of this." },

  hoursHead: "Hour by hour",
  hoursText: "Of each hour you see the hardest quarter.",
  quartersHead: "Quarter by quarter",
  everyQuarter: "Show every quarter",
  time: "Time",
  state: "How it stands",
  promiseHolds: "Is the promise kept?",
  within: (span) => `Within ${span}`,
  waits: "Waiting takes",
  leaves: "Leave",
  again: "the second time",
  daysHead: "Day by day",
  day: "Day",

  promise: "What we promise callers",
  promiseShare: (share, within) => `${percent(share)} of those who come are answered within ${within}.`,
  promiseWaits: (share, within) => `${percent(share)} of those who stay are answered within ${within}.`,
  promiseLeave: (leave) => `At most ${percent(leave)} leave before anybody answers.`,
  basis: "What this rests on",
  weeks: "So long we have known the line",
  weeksWords: (count) => (count < 1 ? "less than a week" : Math.round(count) === 1 ? "1 week" : `${Math.round(count)} weeks`),
  everyTime: "Who tries again counts each time in what is expected.",
  weeksFew: "That is still short. The forecast gets better with every week.",
  handle: "Time for a conversation, with wrap-up and rest",
  patience: "So long somebody waits on average before leaving",
  patient: "hardly anybody leaves",
  redial: "Try again after leaving",
  showRate: "Come, of those on the rota",

  whatIf: "What if?",
  whatIfText: "Move a slider, and see what is needed then. Nothing changes on the rota.",
  arrivals: "How many people come",
  handleTime: "How long conversations last",
  absent: "How many volunteers do not come",
  asUsual: "as expected",
  asNow: "as now",
  reset: "Put back",
  working: "We are working it out.",
  unchanged: "Nothing changes then.",
  changed: ({ toPlan, toPlanThen }, day, part) => {
    const when = `${day} ${parts[part]}`;
    const count = Math.abs(toPlanThen - toPlan);
    if (count === 0) return `No more and no fewer people are needed. Most changes on ${when}.`;
    return `${when}: ${count} ${toPlanThen > toPlan ? "more" : "fewer"} ${count === 1 ? "person" : "people"} needed on the rota (${toPlanThen} instead of ${toPlan}).`;
  },
  chances: (then, now) =>
    percent(then) === percent(now) ? `The chance that the promise is kept then stays ${percent(now)}.` : `The chance that the promise is kept then is ${percent(then)} instead of ${percent(now)}.`,
  doubtful: (then, now) =>
    then === now
      ? `In ${hours(now)} of these days that chance is less than half, as it is now.`
      : `In ${hours(then)} of these days that chance is less than half. Now that is so in ${hours(now)}.`,

  campaignsLead: "A commercial, an action, something in the news: tell here when more (or fewer) people come. The forecast then counts with it.",
  campaignNew: "New campaign",
  campaignsNone: "There are no campaigns yet.",
  campaignChange: (name) => `Change ${name}`,
  campaignAdd: "Add it",
  campaignSave: "Save",
  campaignRemove: "Take it away",
  campaignRemoveHead: (name) => `Take ${name} away?`,
  campaignRemoveText: "The forecast then no longer counts with this campaign, nor with what it did.",
  campaignRemoveYes: "Yes, take it away",
  name: "Name",
  channel: "Where is it noticed?",
  bothChannels: "Chat and phone",
  firstOn: "First day",
  lastOn: "Last day",
  factor: "How many times as many people?",
  factorHint: "1.5 is half as many again. Less than 1 is fewer.",
  fading: "For how many days after is it still noticed?",
  fadingHint: "It gets less with every day then. 0: it is over at once.",
  during: (from, until) => (from === until ? `On ${from}` : `From ${from} to ${until}`),
  entered: (factor, where) => `Expected: ${number.format(factor)} times as many people, ${where}`,
  fades: (days) => (days === 0 ? "over at once after that" : `getting less for ${days === 1 ? "1 day" : `${days} days`} after`),
  measured: (each) => `Measured: ${each}.`,
  measuredOne: (channel, factor) => `${channel} ${number.format(factor)} times as many`,
  notMeasured: "Not measured yet: that can be done only once it is over.",
  notMeasurable: "It cannot be measured: we know too little of those days, or of the weeks before.",

  importHead: "Read in counts of earlier times",
  importColumns:
    "One row for each quarter, half hour or hour: the channel (chat or phone), the time at which it begins, and how many people tried. Those who were not answered count too. The other columns may be left out. It looks like this:",
  importText: "The more weeks we know, the better the forecast. Reading the same file in twice does no harm.",
  goodHead: "How good is the forecast?",
  goodText: "We act as if it were earlier, forecast the days after, and look at what really came. That takes a few seconds.",
  goodAsk: "See how good",
  goodDone: "This came out.",
  goodNone: (channel) => `${channel}: the history is still too short to see this.`,
  goodError: (error, chance) => `By the hour the forecast is ${percent(error)} off on average. Chance alone makes ${percent(chance)} of that.`,
  goodNear: "It could hardly be better.",
  goodFair: "That is fair. There is something we do not foresee, such as an action that is not among the campaigns.",
  goodFar: "That can be better. Are all campaigns there, and are the counts complete?",
  goodBand: (covered) => `Of the quarters, ${percent(covered)} were inside the band. It is meant to be ${percent(0.8)}.`,
  goodNarrow: "The band is too narrow: reckon with larger differences than you see.",
  goodWide: "The band is wider than it need be: that is the safe side.",
  goodBias: (bias) => {
    if (Math.abs(bias) < 0.02) return "Too much and too little are in balance.";
    return `All in all we forecast ${percent(Math.abs(bias))} too ${bias > 0 ? "much" : "little"}.`;
  },
  goodPer: "By the",
  goodQuarters: "quarter",
  goodHours: "hour",
  goodBeside: "Off",
  goodChance: "By chance",
  goodRests: (origins, days) => `Measured on ${origins === 1 ? "1 forecast" : `${origins} forecasts`} of ${days} days.`,
};
