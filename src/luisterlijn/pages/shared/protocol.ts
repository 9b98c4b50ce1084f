/** The wire protocol. Generated from channel/protocol.py by `npm run protocol`: do not edit. */

export type CallerHears =
  CallerWelcome | CallerContact | WaitUpdate | MessageFrame | Receipt | Typing | BeatBack | Error;
export type CallerSays = CallerHello | Enter | Beat | CallerWrite | CallerTyping | CallerRead | Leave | Feedback;
export type ConsoleHears =
  | ConsoleWelcome
  | Me
  | OfferGone
  | TalkFrame
  | TalkGone
  | MessageFrame
  | Receipt
  | Typing
  | AsideFrame
  | Notice
  | BeatBack
  | Error;
export type ConsoleSays =
  | ConsoleHello
  | Beat
  | Ready
  | Pause
  | Drain
  | Rest
  | Accept
  | Decline
  | VolunteerWrite
  | VolunteerTyping
  | VolunteerRead
  | Transfer
  | TransferCancel
  | End
  | Hand
  | Aside
  | WrapUp;
export type DashboardHears = Board | JoinedTalk | JoinedOver | MessageFrame | AsideFrame | BeatBack | Error;
export type DashboardSays = DashboardHello | Join | Part | Aside | Beat;

/** Take the contact on offer. */
export interface Accept {
  kind: "accept";
  offer: string;
}
/** Another place that helps. */
export interface AlternativePlace {
  name: string;
  note_nl: string;
  note_en: string;
  phone: string;
  url: string;
}
/** What the person asked sees. `filled`: others were sooner, thank you. `blocked`: a rule stands in the way. */
export interface AnswerShown {
  state: "open" | "yes" | "no" | "filled" | "expired" | "blocked";
  line: string;
  timezone: string;
  channels: ("chat" | "phone")[];
  starts_at: string;
  ends_at: string;
}
/** POST /api/v1/answer: from the link of a message. `answer` None only looks. */
export interface AnswerToken {
  token: string;
  answer?: ("yes" | "no") | null;
}
/** A word between volunteer and coordinator, in a conversation the coordinator has joined; the caller sees none of it. */
export interface Aside {
  kind: "aside";
  contact: string;
  key: string;
  body: string;
}
/** Such a word, the sender's own included. */
export interface AsideFrame {
  kind: "aside";
  contact: string;
  seq: number;
  by: "volunteer" | "coordinator";
  key: string;
  body: string;
  at: string;
}
/** Somebody to be asked for a shift. */
export interface AskPair {
  shift: string;
  volunteer: string;
}
/** One person asked: when, how, and what they said. `answer` None: nothing yet. */
export interface AskShown {
  round: number;
  stage: "standby" | "willing" | "coordinator";
  name: string;
  asked_at: string;
  answer: ("yes" | "no" | "too_late") | null;
  answered_at: string | null;
  ways: WayTried[];
}
/** What one way did with a message. */
export interface WayTried {
  kind: "mail" | "push" | "url";
  state: "due" | "sent" | "failed";
  tries: number;
  trouble: string | null;
}
/** What the person asked sees: every shift of the letter, as it stands. */
export interface AskedShown {
  line: string;
  timezone: string;
  asks: MyAsk[];
}
/** A shift somebody is asked to take. `reasons`: what stands in the way of a yes, of one that is open. */
export interface MyAsk {
  id: number;
  shift: ShiftShown;
  state: "open" | "yes" | "no" | "filled" | "expired" | "withdrawn";
  expires_at: string;
  reasons: Reason[];
}
/**
 * A shift. `signed` counts those who come, `short` what is lacking to the minimum; `people` only for coordinators.
 *
 * `removed`: names of those the change just took off, as they no longer fit; they were told.
 */
export interface ShiftShown {
  minimum: number;
  target: number;
  maximum: number | null;
  /**
   * @minItems 1
   * @maxItems 2
   */
  channels: ("chat" | "phone")[];
  /**
   * @maxItems 50
   */
  topics: string[];
  /**
   * @maxItems 50
   */
  trainings: string[];
  standby: boolean;
  id: string;
  template: string | null;
  day: string;
  name: string;
  starts_at: string;
  ends_at: string;
  state: "draft" | "published" | "cancelled";
  changed: boolean;
  note: string | null;
  signed: number;
  waiting: number;
  short: number;
  people: SignUpShown[];
  removed: string[];
}
/** A person on a shift. `place`: on the waitlist, from 1. `rules`: soft ones that were overridden, by `note`. */
export interface SignUpShown {
  id: string;
  volunteer: string;
  name: string;
  state: "signed" | "waiting" | "withdrawn";
  how: "self" | "coordinator" | "moved_up" | "swap" | "call_out" | "walk_in";
  starts_at: string;
  ends_at: string;
  place: number | null;
  checked_in_at: string | null;
  missed_at: string | null;
  note: string | null;
}
/**
 * Why a rule stands in the way. Soft ones a coordinator may override with a note; hard ones nobody.
 *
 * `until`: the instant from which it would do, where there is one; `count` and `most`: how many there are, and may be
 * (of `longest_shift` in hours, rounded up).
 */
export interface Reason {
  rule:
    | "overlap"
    | "minor_night"
    | "certificate"
    | "training"
    | "inactive"
    | "shift_training"
    | "shift_topic"
    | "shift_channel"
    | "started"
    | "cancelled"
    | "rest_after_night"
    | "longest_shift"
    | "days_in_a_row"
    | "nights_in_16_weeks";
  hard: boolean;
  what: string;
  until: string | null;
  count: number | null;
  most: number | null;
}
/** POST /api/v1/asked: from the link of a letter. Without `answer` it only looks; with it `ask` says to which. */
export interface AskedToken {
  token: string;
  ask?: number | null;
  answer?: ("yes" | "no") | null;
}
/** GET /api/v1/asks?from=2026-03-23&days=28: of shifts that begin on these local days, by shift, in the order asked. */
export interface Asks {
  asks: ShiftAsk[];
}
/** Somebody who was asked for a shift, for coordinators. */
export interface ShiftAsk {
  id: number;
  shift: string;
  volunteer: string;
  name: string;
  state: "open" | "yes" | "no" | "filled" | "expired" | "withdrawn";
  asked_at: string;
  expires_at: string;
  ended_at: string | null;
}
/** POST /api/v1/asks: ask people for shifts, each by one letter for all of theirs. */
export interface AsksGiven {
  /**
   * @minItems 1
   * @maxItems 5000
   */
  pairs: AskPair[];
}
/** What became of each pair, in the order given, and how many are asked now, by how many letters. */
export interface AsksMade {
  pairs: PairAsked[];
  asked: number;
  letters: number;
}
/**
 * What became of one: `open`, they were asked before and have not answered; `refused`, and `why`.
 *
 * `said_no`: to this shift, before. `rules`: as for signing up by oneself, with the `reasons`, soft ones too.
 */
export interface PairAsked {
  shift: string;
  volunteer: string;
  state: "asked" | "open" | "refused";
  why: ("no_such_shift" | "no_such_person" | "already_signed" | "said_no" | "shift_full" | "rules") | null;
  reasons: Reason[];
}
/** POST /api/v1/asks/withdraw: ask no more; those that are answered or over stay so. */
export interface AsksWithdrawn {
  /**
   * @minItems 1
   * @maxItems 5000
   */
  asks: number[];
}
/** POST /api/v1/shifts/{id}/assign: a coordinator puts somebody on. `note` overrides soft rules. Answers `SignUpShown`. */
export interface AssignGiven {
  volunteer: string;
  note?: string | null;
}
/** GET /api/v1/audit?before=...&about=...: newest first, at most a hundred; `before` is the number of a row. */
export interface Audit {
  rows: AuditRow[];
}
/** One row of the audit trail; `by` and `about` with a name where it is a person's id. */
export interface AuditRow {
  number: number;
  at: string;
  by: string;
  by_name: string | null;
  what: string;
  about: string | null;
  about_name: string | null;
  detail: {
    [k: string]: unknown;
  };
}
/**
 * PUT /api/v1/my/availability, and PUT /api/v1/people/{id}/availability by a coordinator: in place of what was said before.
 *
 * Without `windows` nothing is said of when. `hours`, `shifts` and `nights`: how much a month; None: not said.
 */
export interface AvailabilityGiven {
  /**
   * @maxItems 100
   */
  windows?: WeeklyWindow[];
  /**
   * @maxItems 100
   */
  away?: DaysAway[];
  hours?: number | null;
  shifts?: number | null;
  nights?: number | null;
}
/** A time each week; `weekday` 0 is Monday. An end that is not later than the beginning is of the next day. */
export interface WeeklyWindow {
  weekday: number;
  begins: string;
  ends: string;
}
/** Days somebody cannot come, the last included. */
export interface DaysAway {
  first_on: string;
  last_on: string;
}
/** GET at the same places, and the answer to PUT: as it is kept, in order and without days that are over. */
export interface AvailabilityShown {
  /**
   * @maxItems 100
   */
  windows: WeeklyWindow[];
  /**
   * @maxItems 100
   */
  away: DaysAway[];
  hours: number | null;
  shifts: number | null;
  nights: number | null;
}
/**
 * GET /api/v1/plan/backtest?channel=: how good forecasts of the past would have been.
 *
 * `wape`: sum of errors / sum of attempts, by quarters and by hours; `floor`: what chance alone makes of it. `bias`: forecast
 * too much (too little below 0), as a share. `covered`: share of quarters inside the band meant to hold four of five.
 * `origins`: how many forecasts of so many `days` were made; 0: the history is too short.
 */
export interface BacktestShown {
  channel: "chat" | "phone";
  origins: number;
  days: number;
  wape: number | null;
  floor: number | null;
  wape_hours: number | null;
  floor_hours: number | null;
  bias: number | null;
  covered: number | null;
}
/** Proof of presence, every `heartbeat_s`; answered by `beat`. The line keeps what hello or enter told it beside. */
export interface Beat {
  kind: "beat";
}
/** Answer to a beat: the engine heard it; `at` is the server's clock. */
export interface BeatBack {
  kind: "beat";
  at: string;
}
/**
 * The live figures, at most once a second. Waits of today in seconds; None where nothing was measured.
 *
 * Arrivals, answered and abandoned count attempts; `callers` and `callers_answered` count people, as far as pseudonyms
 * tell them apart. `quarters`: today so far. `callouts`: how many run. `rota` rises whenever the rota, a call-out or a
 * person changed: look again at what was fetched.
 */
export interface Board {
  kind: "board";
  at: string;
  open: boolean;
  waiting: number;
  longest_wait_s: number;
  volunteers: Record<string, number>;
  arrivals: number;
  answered: number;
  abandoned: number;
  refused: Record<string, number>;
  in_conversation: number;
  wait_p50_s: number | null;
  wait_p90_s: number | null;
  service_level: number | null;
  within_s: number;
  callers: number;
  callers_answered: number;
  channels: ChannelNow[];
  lanes: LaneNow[];
  quarters: QuarterNow[];
  hands: HandUp[];
  late: LateNow[];
  callouts: number;
  rota: number;
}
/** One channel now. `by_hand`: a coordinator opened or closed it; else its hours say. */
export interface ChannelNow {
  channel: "chat" | "phone";
  open: boolean;
  by_hand: boolean;
  waiting: number;
  longest_wait_s: number;
  in_conversation: number;
  ready: number;
  on_shift: number;
}
/** The part of the line one kind of volunteer can take: who waits in it, and who could take it now. */
export interface LaneNow {
  channel: "chat" | "phone";
  language: string;
  topic: string | null;
  region: string | null;
  waiting: number;
  longest_wait_s: number;
  able: number;
}
/** A quarter of today: who arrived in it, and what became of them; `wait_p50_s` of those answered, None if none. */
export interface QuarterNow {
  at: string;
  arrivals: number;
  answered: number;
  abandoned: number;
  refused: number;
  wait_p50_s: number | null;
}
/** A volunteer asks for help in a conversation. `joined`: a coordinator came, by name. */
export interface HandUp {
  contact: string;
  volunteer: string;
  since: string;
  joined: string | null;
}
/** Somebody whose shift has begun and who is not there; without a `shift` they had said they would come. */
export interface LateNow {
  volunteer: string;
  shift: string | null;
  shift_name: string;
  since: string;
}
/** How many people it went to. */
export interface Broadcast {
  people: number;
}
/** POST /api/v1/broadcast: a message to everybody on shift, in their consoles at once and by their ways. */
export interface BroadcastGiven {
  body: string;
}
/** POST /api/v1/my/calendar: a new secret address of the own shifts; the one before stops working. */
export interface CalendarLink {
  url: string;
}
/**
 * The whole truth about a caller's contact; each one replaces the one before.
 *
 * `asking`: a volunteer is being asked at this moment. `volunteer`: connection of the other side while in conversation.
 * `moving`: a transfer is under way. `carried_on`: the volunteer took over what another, or they themselves, began.
 * `delivered`/`read`: last seq of the caller's own messages that reached / was read by the volunteer.
 * `coordinator`: a colleague of the volunteer reads along to help.
 * `reason`: why refused. `resumable`: an abandoned contact that its ticket still brings back.
 */
export interface CallerContact {
  kind: "contact";
  contact: string;
  state: "waiting" | "conversation" | "ended" | "abandoned" | "refused";
  ticket: string | null;
  position: number | null;
  place: "exact" | "at_most" | "beyond";
  wait: WaitRange | null;
  nobody_on: boolean;
  asking: boolean;
  volunteer: ("connected" | "unsure" | "gone") | null;
  moving: boolean;
  carried_on: boolean;
  came_back: boolean;
  messages: Message[];
  delivered: number;
  read: number;
  reason: ("closed" | "full" | "blocked" | "too_many") | null;
  resumable: boolean;
  feedback_given: boolean;
  coordinator: boolean;
}
/**
 * The coarse wait told to a caller: most people wait between `low_s` and `high_s` from now.
 *
 * `high_s` is null when it may take longer than `low_s`, nobody can say how much.
 */
export interface WaitRange {
  low_s: number;
  high_s: number | null;
}
/** One message of a conversation; `seq` counts from 1 within the contact; `key` is the sender's idempotency key. */
export interface Message {
  seq: number;
  by: "caller" | "volunteer";
  key: string;
  body: string;
  at: string;
}
/** Answer to `hello`, before any `contact`. */
export interface CallerWelcome {
  kind: "welcome";
  line: LineInfo;
}
/** What a page needs to know of the line; `opens_at` is the next opening while closed, told in `timezone`. */
export interface LineInfo {
  id: string;
  name: string;
  open: boolean;
  opens_at: string | null;
  timezone: string;
  languages: string[];
  topics: TopicChoice[];
  regions: RegionChoice[];
  alternatives: AlternativePlace[];
  message_chars: number;
  heartbeat_s: number;
}
/** A topic with its name in both languages. */
export interface TopicChoice {
  id: string;
  nl: string;
  en: string;
}
/** A region with its name. */
export interface RegionChoice {
  id: string;
  name: string;
}
/**
 * A new place in line or wait, sent only when what the page shows changes.
 *
 * `nobody_on`: nobody is on who could take the contact; with a `wait` somebody is due.
 */
export interface WaitUpdate {
  kind: "wait";
  position: number;
  place: "exact" | "at_most" | "beyond";
  wait: WaitRange | null;
  nobody_on: boolean;
  asking: boolean;
}
/** A message of the conversation, the sender's own included (that is its acknowledgement). */
export interface MessageFrame {
  kind: "message";
  contact: string;
  message: Message;
}
/** The other side's receipt for this side's messages, up to and including the seqs given. */
export interface Receipt {
  kind: "receipt";
  contact: string;
  delivered: number;
  read: number;
}
/** The other side is (no longer) writing. */
export interface Typing {
  kind: "typing";
  contact: string;
  on: boolean;
}
/** A frame was refused; nothing was changed. `retry`: the same frame may succeed later. */
export interface Error {
  kind: "error";
  code: string;
  field: string | null;
  remedy: string;
  retry: boolean;
  key: string | null;
}
/** The first frame. With a ticket the contact is resumed. `seen`: last message seq the page has. */
export interface CallerHello {
  kind: "hello";
  ticket?: string | null;
  seen?: number;
}
/** The caller has read everything up to `seq`. */
export interface CallerRead {
  kind: "read";
  seq: number;
}
/**
 * The caller consents and joins the line. `other_languages`: languages that will do after a while.
 *
 * `arrival`: a random secret of the page, the same when it says this again after a broken connection: one contact is made.
 */
export interface Enter {
  kind: "enter";
  consent: true;
  language: string;
  /**
   * @maxItems 8
   */
  other_languages?: string[];
  topic?: string | null;
  region?: string | null;
  urgent?: boolean;
  arrival: string;
}
/** A message, while waiting or in conversation; the same `key` again is the same message. */
export interface CallerWrite {
  kind: "write";
  key: string;
  body: string;
}
/** The caller is (no longer) writing. */
export interface CallerTyping {
  kind: "typing";
  on: boolean;
}
/** The caller leaves the line or ends the conversation. */
export interface Leave {
  kind: "leave";
}
/** Optional answer to "did this help". */
export interface Feedback {
  kind: "feedback";
  helped: "yes" | "some" | "no";
}
/** POST /api/v1/callouts: call people for a time, by hand. */
export interface CalloutGiven {
  /**
   * @minItems 1
   * @maxItems 2
   */
  channels: ("chat" | "phone")[];
  starts_at: string;
  ends_at: string;
  need?: number;
}
/** A call-out. `stage`: whom the running round asks; `next_at`: when the next round begins. */
export interface CalloutShown {
  id: string;
  why: "no_show" | "short" | "long_wait" | "asked";
  channels: ("chat" | "phone")[];
  starts_at: string;
  ends_at: string;
  shift_name: string | null;
  need: number;
  filled: number;
  state: "running" | "filled" | "stopped" | "exhausted" | "over";
  round: number;
  stage: ("standby" | "willing" | "coordinator") | null;
  next_at: string | null;
  started_by: string;
  started_at: string;
  ended_at: string | null;
  asks: AskShown[];
}
/** GET /api/v1/callouts: running ones, then those of the last days. */
export interface Callouts {
  callouts: CalloutShown[];
}
/**
 * POST /api/v1/campaigns, PUT /api/v1/campaigns/{id}; DELETE takes one away.
 *
 * From `first_on` through `last_on` (local days) so many times (`factor`) as many people come, and less and less for
 * `fading_days` after. `channel`: null means both.
 */
export interface CampaignGiven {
  name: string;
  channel?: ("chat" | "phone") | null;
  first_on: string;
  last_on: string;
  factor: number;
  fading_days?: number;
}
/** A campaign; `measured`: the factor that really came, by channel, of one that is over and of which history is known. */
export interface CampaignShown {
  name: string;
  channel: ("chat" | "phone") | null;
  first_on: string;
  last_on: string;
  factor: number;
  fading_days: number;
  id: string;
  measured: Record<string, number>;
}
/** GET /api/v1/campaigns, the latest first. */
export interface Campaigns {
  campaigns: CampaignShown[];
}
/** Somebody who could be put on a shift, and what speaks against it. */
export interface Candidate {
  volunteer: string;
  name: string;
  reasons: Reason[];
}
/** GET /api/v1/shifts/{id}/candidates: who could, without reasons first. */
export interface Candidates {
  candidates: Candidate[];
}
/** Whom a shift can be given to, with what they could give in return. */
export interface Colleague {
  volunteer: string;
  name: string;
  shifts: ColleagueShift[];
}
/** A shift of a colleague. */
export interface ColleagueShift {
  sign_up: string;
  name: string;
  starts_at: string;
  ends_at: string;
}
/** GET /api/v1/sign_ups/{id}/colleagues: who could take this shift without breaking a hard rule. */
export interface Colleagues {
  colleagues: Colleague[];
}
/** Answer to `hello`, followed by `me`. `at`: the server's clock, which the page goes by. */
export interface ConsoleWelcome {
  kind: "welcome";
  at: string;
  line: LineInfo;
  name: string;
  role: "volunteer" | "coordinator" | "administrator";
  may_take_two: boolean;
}
/**
 * The whole truth about this volunteer; each one replaces the one before.
 *
 * `reason`: what caused the presence (`asked`, `missed_two_offers`, `rest`, `lost`, ...). `rest_until` while resting.
 * `may_be_ready`: `early` is soon before a shift; `no_shift`: walk in, or wait for one; `lacks`: see GET /api/v1/my.
 * `rota` rises whenever something of the own shifts has changed.
 * `lost_talk`: a conversation went back to the line because this volunteer was away too long, and they were not ready since.
 */
export interface Me {
  kind: "me";
  presence: "offline" | "away" | "ready" | "reserved" | "busy" | "wrapup" | "resting";
  reason: string;
  lost_talk: boolean;
  draining: boolean;
  chats: number;
  rest_until: string | null;
  offer: OfferCard | null;
  talks: Talk[];
  today: OwnTalk[];
  shift: ShiftNow | null;
  may_be_ready: "yes" | "early" | "no_shift" | "lacks";
  past_end: boolean;
  rota: number;
}
/** An offer as the volunteer sees it: no queue figures. `offer` is `contact.fence`. */
export interface OfferCard {
  offer: string;
  contact: string;
  channel: "chat" | "phone";
  language: string;
  topic: string | null;
  urgent: boolean;
  waited_s: number;
  wrote_already: boolean;
  transfer: boolean;
  due_at: string;
}
/**
 * One of the volunteer's own conversations, or its wrap-up; each replaces the one before.
 *
 * `transfer`: this volunteer asked for another to take over. `handed_over`: another did; what is left is the wrap-up.
 * `caller`: the caller's connection. `hand`: help was asked for. `coordinator`: the name of who came into the conversation.
 */
export interface Talk {
  contact: string;
  state: "conversation" | "wrapup";
  channel: "chat" | "phone";
  language: string;
  topic: string | null;
  urgent: boolean;
  caller: "connected" | "unsure" | "gone";
  transfer: boolean;
  hand: boolean;
  coordinator: string | null;
  handed_over: boolean;
  started_at: string;
  wrapup_due_at: string | null;
  delivered: number;
  read: number;
  messages: Message[];
}
/** A finished talk of today, in the volunteer's own list. */
export interface OwnTalk {
  contact: string;
  started_at: string;
  talked_s: number;
  topic: string | null;
  heavy: boolean;
  result: string | null;
}
/**
 * The shift a volunteer is on, or the next one: offers come from `begins` to `ends`.
 *
 * `nothing_new_from`: from then on none that may run past the end, unless the volunteer wants one more (`past_end`).
 * `only`: the channels that are offered, where the shift is not for all that the volunteer takes.
 */
export interface ShiftNow {
  begins: string;
  ends: string;
  nothing_new_from: string | null;
  only: ("chat" | "phone")[];
}
/** An offer is no longer to be had: `taken` (already taken), `expired`, `withdrawn`. */
export interface OfferGone {
  kind: "offer_gone";
  offer: string;
  why: "taken" | "expired" | "withdrawn";
}
/** One talk changed; replaces the talk of that contact, but `messages` holds only what is new. */
export interface TalkFrame {
  kind: "talk";
  talk: Talk;
}
/** A talk is no longer this volunteer's: `lost` in the middle, or `closed`. */
export interface TalkGone {
  kind: "talk_gone";
  contact: string;
  why: "lost" | "closed";
}
/** A coordinator's word to everybody on shift. */
export interface Notice {
  kind: "notice";
  at: string;
  by: string;
  body: string;
}
/** The first frame; the session is in the cookie. `seen`: last message seq held per contact. */
export interface ConsoleHello {
  kind: "hello";
  seen?: Record<string, number>;
}
/**
 * The volunteer can take a contact; `chats`: conversations at once, by choice.
 *
 * `past_end`: also near the end of the shift, where a conversation may run past it.
 */
export interface Ready {
  kind: "ready";
  chats?: 1 | 2;
  past_end?: boolean;
}
/** A break: no offers until `ready`. A pending offer goes back. */
export interface Pause {
  kind: "pause";
}
/** Stop after this one (or, with `on` false, do go on). */
export interface Drain {
  kind: "drain";
  on: boolean;
}
/** A longer recovery, by choice: no offers for this long, then ready again. */
export interface Rest {
  kind: "rest";
  minutes: number;
}
/** Pass; no reason needed. The caller keeps the place. */
export interface Decline {
  kind: "decline";
  offer: string;
}
/** A message of the volunteer. */
export interface VolunteerWrite {
  kind: "write";
  contact: string;
  key: string;
  body: string;
}
/** The volunteer is (no longer) writing. */
export interface VolunteerTyping {
  kind: "typing";
  contact: string;
  on: boolean;
}
/** The volunteer has read everything up to `seq`. */
export interface VolunteerRead {
  kind: "read";
  contact: string;
  seq: number;
}
/** Ask for another volunteer to take over, optionally one for a topic or language; both stay until somebody accepts. */
export interface Transfer {
  kind: "transfer";
  contact: string;
  topic?: string | null;
  language?: string | null;
}
/** Keep the conversation after all. */
export interface TransferCancel {
  kind: "transfer_cancel";
  contact: string;
}
/** End the conversation; wrap-up begins. `block`: misuse; refuse this caller for a day. */
export interface End {
  kind: "end";
  contact: string;
  block?: boolean;
}
/** Ask a coordinator to come and help in this conversation (or, with `on` false, no longer). */
export interface Hand {
  kind: "hand";
  contact: string;
  on: boolean;
}
/** After-contact answers; `heavy` brings a longer rest. */
export interface WrapUp {
  kind: "wrap_up";
  contact: string;
  topic?: string | null;
  heavy?: boolean;
  result?: ("listened" | "referred" | "emergency" | "silent" | "misuse" | "other") | null;
}
/**
 * GET /api/v1/coverage?from=...&until=...&channel=chat: one entry a quarter of UTC, at its worst instant.
 *
 * The first is the one `from` lies in: `starts_at`. Without a range it is the fortnight from now on.
 * `required`: by the shifts, and at least what the forecast needs, where there is one (`forecast`). `expected`: how many
 * of those planned come, on average. `gap`: how many more must be planned. `likely`: the chance that what callers are
 * promised holds; without a forecast, that at least `required` come.
 * `now`: how many are on for this channel at this moment, those in a conversation included.
 */
export interface Coverage {
  channel: "chat" | "phone";
  starts_at: string;
  quarter_s: number;
  required: number[];
  planned: number[];
  expected: number[];
  gap: number[];
  likely: number[];
  forecast: boolean[];
  now: number;
  holes: Hole[];
  uncovered_s: Record<string, number>;
}
/**
 * A run of time with too few people. `short`: the most lacking at once.
 *
 * `severity`: the largest share lacking, 1 where nobody is planned. `uncovered_s`: seconds times people lacking.
 */
export interface Hole {
  channels: ("chat" | "phone")[];
  starts_at: string;
  ends_at: string;
  short: number;
  severity: number;
  uncovered_s: number;
}
/** POST /api/v1/people.csv (?invite=1 invites those who are new): all rows, or none and what is wrong. */
export interface CsvTaken {
  added: number;
  changed: number;
  troubles: CsvTrouble[];
}
/** What is wrong in a file; `row` counts from 1 with the heading, `column` is the heading's word. */
export interface CsvTrouble {
  row: number;
  column: string;
  value: string;
  remedy: string;
}
/** The conversation the coordinator has come into, whole; each one replaces the one before. */
export interface JoinedTalk {
  kind: "joined";
  contact: string;
  volunteer: string;
  language: string;
  topic: string | null;
  caller: "connected" | "unsure" | "gone";
  messages: Message[];
  asides: AsideFrame[];
}
/** It is over, or the coordinator is no longer in it. */
export interface JoinedOver {
  kind: "joined_over";
  contact: string;
  why: "ended" | "parted";
}
/**
 * The first frame; the coordinator's session is in the cookie.
 *
 * `joined`: the conversation the page shows still; it is told whole again, or that it is over.
 */
export interface DashboardHello {
  kind: "hello";
  joined?: string | null;
}
/** Come into a conversation in which help was asked for; caller and volunteer see it. */
export interface Join {
  kind: "join";
  contact: string;
}
/** Leave it again. */
export interface Part {
  kind: "part";
  contact: string;
}
/** Nights and weekends somebody had lately, and would have with the proposal. */
export interface FairShown {
  volunteer: string;
  name: string;
  nights: number;
  nights_then: number;
  weekends: number;
  weekends_then: number;
}
/**
 * A time in which people still lack; `shift`: the one that could have filled it, null: none could.
 *
 * `counts`: people by what stood in the way.
 */
export interface GapShown {
  shift: string | null;
  starts_at: string;
  ends_at: string;
  channels: ("chat" | "phone")[];
  lacking: number;
  why:
    | "nobody_fit"
    | "nobody_available"
    | "all_busy"
    | "rest_rule"
    | "all_at_maximum"
    | "full"
    | "started"
    | "no_shift"
    | "not_worth_it";
  counts: Record<string, number>;
}
/** The mean over `days` days, and between what it lies, 95% certain; null of one day alone. */
export interface IntervalShown {
  mean: number;
  low: number | null;
  high: number | null;
  days: number;
}
/** `state`: `open` (choose a password), `taken` (log in now). */
export interface InvitationShown {
  state: "open" | "taken";
  line: string;
  name: string;
  email: string;
  shortest_password: number;
}
/** POST /api/v1/invitation: without a password it says whose the invitation is, with one it is taken. */
export interface InvitationToken {
  token: string;
  password?: string | null;
}
/**
 * The answer to POST /api/v1/people and to POST /api/v1/people/{id}/invite, which also helps who forgot a password.
 *
 * `link` works once until `expires_at`, those before it no more. `mailed`: the line has a mail server, and it goes by mail.
 */
export interface Invited {
  person: PersonShown;
  link: string;
  mailed: boolean;
  expires_at: string;
}
/**
 * A person as coordinators see them: the answer to PUT /api/v1/people/{id}, and POST to its /deactivate and /activate.
 *
 * `invited`: has not chosen a password yet. `lacks`: why nothing is offered to them.
 */
export interface PersonShown {
  name: string;
  email: string;
  role: "volunteer" | "coordinator" | "administrator";
  /**
   * @maxItems 50
   */
  languages: string[];
  /**
   * @maxItems 50
   */
  topics: string[];
  /**
   * @minItems 1
   * @maxItems 2
   */
  channels: ("chat" | "phone")[];
  region: string | null;
  location: string | null;
  may_take_two: boolean;
  speaks: "nl" | "en";
  adult_from: string | null;
  certificate_until: string | null;
  /**
   * @maxItems 50
   */
  trainings: TrainingDone[];
  id: string;
  active: boolean;
  invited: boolean;
  lacks: Lack[];
  expires: Lack[];
}
/** A training somebody has done; `valid_until` None: for good. */
export interface TrainingDone {
  name: string;
  done_on: string;
  valid_until: string | null;
}
/** Something a person lacks, or will from `on`. `what`: a training's name; empty for the certificate. */
export interface Lack {
  kind: "certificate" | "training" | "inactive";
  what: string;
  on: string | null;
}
/** POST /api/v1/login; answers `Person` and sets the session cookie. */
export interface LogIn {
  email: string;
  password: string;
}
/** GET /api/v1/my: a volunteer's own standing. `push_key`: what browsers subscribe with; empty: no push here. */
export interface Mine {
  lacks: Lack[];
  expires: Lack[];
  standby: MyStandby;
  willing_until: string | null;
  ways: Way[];
  push_key: string;
  calendar: boolean;
  walk_in: boolean;
  minor: boolean;
}
/** PUT /api/v1/my/standby: may I be called, and between which local times (both None: any hour). Answers `Mine`. */
export interface MyStandby {
  callable: boolean;
  call_from: string | null;
  call_until: string | null;
}
/** One way somebody is reached. `failing_since`: since when every try fails, and why. */
export interface Way {
  id: number;
  kind: "mail" | "push" | "url";
  address: string;
  failing_since: string | null;
  trouble: string | null;
}
/** POST /api/v1/my/asks/{id}: yes or no, once. Answers `MyAsk`; still `open` where a rule stands in the way. */
export interface MyAskAnswer {
  answer: "yes" | "no";
}
/** GET /api/v1/my/asks: the open ones, by when the shift begins. */
export interface MyAsks {
  asks: MyAsk[];
}
/** One of the own shifts, or a walk-in (`shift` None). `late`: withdrawing now needs a replacement first. */
export interface MyShift {
  sign_up: string;
  shift: ShiftShown | null;
  state: "signed" | "waiting" | "withdrawn";
  how: "self" | "coordinator" | "moved_up" | "swap" | "call_out" | "walk_in";
  starts_at: string;
  ends_at: string;
  standby: boolean;
  place: number | null;
  checked_in_at: string | null;
  late: boolean;
  swap: SwapShown | null;
}
/** An offer of a shift to others. `mine`: I offered it. `for_me`: I may take it. `reasons`: why I may not. */
export interface SwapShown {
  id: string;
  state: "open" | "asked" | "done" | "refused" | "cancelled" | "expired";
  sign_up: string;
  shift_name: string;
  starts_at: string;
  ends_at: string;
  offered_by: string;
  taken_by: string | null;
  wants_name: string | null;
  wants_starts_at: string | null;
  wants_ends_at: string | null;
  note: string | null;
  mine: boolean;
  for_me: boolean;
  reasons: Reason[];
}
/** GET /api/v1/my/shifts: from now on, in order. */
export interface MyShifts {
  shifts: MyShift[];
}
/**
 * A reason, where one may be given.
 *
 * POST /api/v1/shifts/{id}/cancel, /api/v1/sign_ups/{id}/remove and /api/v1/swaps/{id}/agree by a coordinator,
 * /api/v1/swaps/{id}/refuse by one or by whom it was offered to. Without a body: POST /api/v1/shifts/{id}/sign_up
 * (answers `MyShift`), /api/v1/sign_ups/{id}/withdraw (one's own), /api/v1/swaps/{id}/cancel (whose offer it is).
 */
export interface NoteGiven {
  note?: string | null;
}
/** A shift a volunteer could take. `waitlist`: it is full, one may wait. `reasons`: why not, or what to mind. */
export interface OpenShift {
  shift: ShiftShown;
  waitlist: boolean;
  reasons: Reason[];
}
/** GET /api/v1/shifts/open?days=28: where the need is greatest first (short, then sooner), then the others. */
export interface OpenShifts {
  shifts: OpenShift[];
}
/** GET /api/v1/people, by name; with ?expiring=1 only those whose papers end soon or have ended. */
export interface People {
  people: PersonShown[];
  trainings: string[];
  certificate: "required" | "not_required";
  mail: boolean;
}
/** GET /api/v1/me and the answer to a log-in. */
export interface Person {
  name: string;
  role: "volunteer" | "coordinator" | "administrator";
}
/**
 * What a coordinator fills in of a person: POST /api/v1/people (invites them), PUT /api/v1/people/{id}.
 *
 * Empty `languages` or `topics`: those of the line. `region` None: any. `adult_from`: the eighteenth birthday of a minor.
 */
export interface PersonGiven {
  name: string;
  email: string;
  role?: "volunteer" | "coordinator" | "administrator";
  /**
   * @maxItems 50
   */
  languages?: string[];
  /**
   * @maxItems 50
   */
  topics?: string[];
  /**
   * @minItems 1
   * @maxItems 2
   */
  channels?: ("chat" | "phone")[];
  region?: string | null;
  location?: string | null;
  may_take_two?: boolean;
  speaks?: "nl" | "en";
  adult_from?: string | null;
  certificate_until?: string | null;
  /**
   * @maxItems 50
   */
  trainings?: TrainingDone[];
}
/** Somebody a proposal would ask for a shift. */
export interface Placed {
  shift: string;
  volunteer: string;
  name: string;
}
/**
 * GET /api/v1/plan?channel=&from=&until=&arrivals=&handle=&show_rate=: one entry a quarter of UTC from `starts_at` on.
 *
 * Without a range: the fortnight from the beginning of today. `arrivals`, `handle`: arrivals and handle time times this;
 * `show_rate`: another share of people who come. `weeks`: of history behind the forecast, 0: there is none, and then all
 * arrays are empty. `attempts`: what came, in quarters that are over (null: not over, or not known). `mean`, `low`, `high`:
 * attempts forecast, and between which four of five quarters lie. `load`: in Erlang. `required`: people needed at once,
 * and what asks for so many (`binds`). `to_plan`: how many to plan so that enough come. `planned`, `expected`: of the rota.
 * `holds`: the chance that the promise holds with them; `share`, `leave`, `wait_p50_s`, `wait_p90_s`, `occupancy`: what
 * callers meet then (a wait of null: for ever). `handle_s`: with wrap-up and rest. `patience_s`: null: nobody leaves.
 */
export interface Plan {
  channel: "chat" | "phone";
  starts_at: string;
  quarter_s: number;
  now: string;
  weeks: number;
  promise: PromiseShown;
  handle_s: number;
  patience_s: number | null;
  redial: number;
  show_rate: number;
  attempts: (number | null)[];
  mean: number[];
  low: number[];
  high: number[];
  load: number[];
  required: number[];
  binds: ("share" | "leave" | "load")[];
  to_plan: number[];
  planned: number[];
  expected: number[];
  holds: number[];
  share: number[];
  leave: number[];
  wait_p50_s: (number | null)[];
  wait_p90_s: (number | null)[];
  occupancy: number[];
}
/** What callers of a channel are promised: a `share` answered within `within_s`, at most `leave` who give up; or both. */
export interface PromiseShown {
  share: number | null;
  within_s: number;
  leave: number | null;
  judged: "offered" | "waits";
}
/**
 * A day simulated so many times (`days`, of those `asked` for) with so many people on the rota.
 *
 * `within_s`: what the service level counts. `hours`: when each begins. `rows`: the figures of each day by itself, under
 * `all`, each channel and `hours`.
 */
export interface PlayedShown {
  figures: {
    [k: string]: IntervalShown | null;
  };
  channels: {
    [k: string]: {
      [k: string]: IntervalShown | null;
    };
  };
  by_hour: (IntervalShown | null)[];
  starts_at: string;
  seed: number;
  asked: number;
  days: number;
  campaign: number;
  handle: number;
  show_rate: number;
  people: number;
  within_s: number;
  hours: string[];
  rows: {
    [k: string]: {
      [k: string]: number | null;
    };
  }[];
}
/** The body of every HTTP error. `retry_after_s`: wait this long before trying again. */
export interface Problem {
  code: string;
  field: string | null;
  remedy: string;
  retry: boolean;
  retry_after_s: number | null;
}
/** A rota proposal. `bound`: no rota costs less; `proven`: none is better. `gap`: (cost - bound) / cost. */
export interface ProposalShown {
  placed: Placed[];
  gaps: GapShown[];
  fair: FairShown[];
  method: "greedy" | "highs";
  cost: number;
  bound: number | null;
  proven: boolean;
  gap: number | null;
  uncovered_s: number;
  uncovered_then_s: number;
}
/** POST /api/v1/rota/publish: make the shifts of all templates up to and including a day. `dry`: change nothing. */
export interface PublishGiven {
  until: string;
  dry?: boolean;
}
/** What was (or would be) made, and the holes the rota then has until that day. */
export interface Published {
  shifts: number;
  holes: Hole[];
}
/** Body of 409 `rules`: nothing was changed. */
export interface RefusedByRules {
  code: "rules";
  remedy: string;
  retry: boolean;
  reasons: Reason[];
}
/** GET /api/v1/rota?from=2026-03-23&days=7: shifts that begin on these local days, in order. */
export interface RotaWeek {
  first_on: string;
  days: number;
  timezone: string;
  shifts: ShiftShown[];
  holidays: {
    [k: string]: string;
  };
}
/** POST /api/v1/shifts (one by itself), PUT /api/v1/shifts/{id} (an exception to its template). */
export interface ShiftGiven {
  minimum?: number;
  target?: number;
  maximum?: number | null;
  /**
   * @minItems 1
   * @maxItems 2
   */
  channels?: ("chat" | "phone")[];
  /**
   * @maxItems 50
   */
  topics?: string[];
  /**
   * @maxItems 50
   */
  trainings?: string[];
  standby?: boolean;
  name: string;
  starts_at: string;
  ends_at: string;
  note?: string | null;
}
/** With a proposal: the same days with the rota as it is (`before`), and what there is more than there (`difference`). */
export interface SimulationShown {
  figures: {
    [k: string]: IntervalShown | null;
  };
  channels: {
    [k: string]: {
      [k: string]: IntervalShown | null;
    };
  };
  by_hour: (IntervalShown | null)[];
  starts_at: string;
  seed: number;
  asked: number;
  days: number;
  campaign: number;
  handle: number;
  show_rate: number;
  people: number;
  within_s: number;
  hours: string[];
  rows: {
    [k: string]: {
      [k: string]: number | null;
    };
  }[];
  before: PlayedShown | null;
  difference: SummedShown | null;
}
/**
 * What simulated days say together: figures of all, by channel, and the service level of each hour; null: nothing to count.
 *
 * Shares are of the attempts (`helped_share`: of the callers), waits of those answered, in seconds; `uncovered_minutes`:
 * nobody was there for a channel.
 */
export interface SummedShown {
  figures: {
    [k: string]: IntervalShown | null;
  };
  channels: {
    [k: string]: {
      [k: string]: IntervalShown | null;
    };
  };
  by_hour: (IntervalShown | null)[];
}
/** GET /api/v1/studies?kind=rota, the latest first. */
export interface Studies {
  studies: StudyListed[];
}
/** A study in the list. */
export interface StudyListed {
  id: string;
  asked: StudyAsked;
  asked_at: string;
  state: "queued" | "running" | "stopping" | "done" | "stopped" | "failed";
}
/**
 * POST /api/v1/studies. A proposal for the days from `first_on` through `last_on`, in at most `seconds` of computing;
 * or simulations of `first_on`, so many times (`days`), with the rota as it is or with what a proposal would add (`study`).
 *
 * `arrivals`, `handle`, `show_rate`: as for the plan. `seed`: the same gives the same days. `recorded`: callers come when they
 * did on that day, not as forecast.
 */
export interface StudyAsked {
  kind: "rota" | "simulation";
  first_on: string;
  last_on: string | null;
  seconds: number;
  days: number;
  seed: number;
  arrivals: number;
  handle: number;
  show_rate: number | null;
  study: string | null;
  recorded: boolean;
}
/**
 * GET /api/v1/studies/{id}; DELETE stops it. `done` of `whole` steps; a result may come before it is done.
 *
 * `proposal` of a study of the rota; `simulation`: of days, as `luisterlijn simulate --json` prints it.
 */
export interface StudyShown {
  id: string;
  asked: StudyAsked;
  asked_at: string;
  state: "queued" | "running" | "stopping" | "done" | "stopped" | "failed";
  done: number;
  whole: number;
  trouble: string | null;
  proposal: ProposalShown | null;
  simulation: SimulationShown | null;
}
/** POST /api/v1/sign_ups/{id}/swap: give a shift away, to anybody or to one; `wants`: their sign-up in return. */
export interface SwapGiven {
  to?: string | null;
  wants?: string | null;
  note?: string | null;
}
/** GET /api/v1/swaps: those that concern me; for coordinators all open ones. */
export interface Swaps {
  swaps: SwapShown[];
}
/** POST /api/v1/switch: open or close a channel by hand; `by_hours`: as its hours say. */
export interface SwitchGiven {
  channel: "chat" | "phone";
  state: "open" | "closed" | "by_hours";
}
/**
 * POST /api/v1/templates, PUT /api/v1/templates/{id}. `recurrence`: RFC 5545, such as FREQ=WEEKLY;BYDAY=MO,WE.
 *
 * DELETE /api/v1/templates/{id} ends one: it makes no more shifts, and those it made stay.
 * `keeps`: on a night the clock changes, the shift ends at its usual time (`end`) or lasts its usual time (`length`).
 */
export interface TemplateGiven {
  minimum?: number;
  target?: number;
  maximum?: number | null;
  /**
   * @minItems 1
   * @maxItems 2
   */
  channels?: ("chat" | "phone")[];
  /**
   * @maxItems 50
   */
  topics?: string[];
  /**
   * @maxItems 50
   */
  trainings?: string[];
  standby?: boolean;
  name: string;
  starts: string;
  minutes: number;
  keeps?: "end" | "length";
  recurrence?: string;
  first_on: string;
  last_on?: string | null;
  holidays?: "run" | "skip" | "only";
}
/** A template; `published_until`: the last day it has shifts for. `removed`: names of those the change just took off. */
export interface TemplateShown {
  minimum: number;
  target: number;
  maximum: number | null;
  /**
   * @minItems 1
   * @maxItems 2
   */
  channels: ("chat" | "phone")[];
  /**
   * @maxItems 50
   */
  topics: string[];
  /**
   * @maxItems 50
   */
  trainings: string[];
  standby: boolean;
  name: string;
  starts: string;
  minutes: number;
  keeps: "end" | "length";
  recurrence: string;
  first_on: string;
  last_on: string | null;
  holidays: "run" | "skip" | "only";
  id: string;
  active: boolean;
  published_until: string | null;
  removed: string[];
}
/** GET /api/v1/templates. `holidays`: those of the coming year by day, in the line's country. */
export interface Templates {
  templates: TemplateShown[];
  holidays: {
    [k: string]: string;
  };
}
/** POST /api/v1/my/walk_in: I can help now, until then (None: as long as the line allows). */
export interface WalkInGiven {
  until?: string | null;
}
/**
 * POST /api/v1/my/ways; `push`: the browser's subscription as JSON; `url`: an address apprise knows.
 *
 * Answers `Mine`, as does DELETE /api/v1/my/ways/{id}; POST /api/v1/my/ways/{id}/try sends a message there.
 */
export interface WayGiven {
  kind: "mail" | "push" | "url";
  address: string;
}
/** POST /api/v1/my/willing: call me if needed, until then (within a day); None: no longer. Answers `Mine`. */
export interface Willing {
  until: string | null;
}
/** POST /api/v1/sign_ups/{id}/withdraw. `cannot`: ill, or whatever else; holds at any time, and people are called. */
export interface WithdrawGiven {
  cannot?: boolean;
}
/** How many were still open. */
export interface Withdrawn {
  withdrawn: number;
}

/** Why the server closes a socket, and whether the page may connect again by itself. */
export const CLOSE = {
  /** the server drains, lagged or the reader was too slow: reconnect with full jitter */
  COME_BACK: { code: 4000, retry: true },
  /** three frames in a row did not fit: fix the program */
  BAD_FRAMES: { code: 4001, retry: false },
  /** a frame was over the size limit: send less */
  FRAME_TOO_BIG: { code: 1009, retry: false },
  /** no valid session: log in again */
  NOT_LOGGED_IN: { code: 4003, retry: false },
  /** the same person opened this page elsewhere: the newest socket stays */
  REPLACED: { code: 4004, retry: false },
  /** too many sockets are open from this address: close some, or come back later */
  TOO_MANY: { code: 4005, retry: true },
  /** the page does not belong to this line */
  WRONG_ORIGIN: { code: 4006, retry: false },
} as const;
