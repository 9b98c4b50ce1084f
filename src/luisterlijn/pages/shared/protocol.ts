/** The wire protocol. Generated from channel/protocol.py by `npm run protocol`: do not edit. */

export type CallerHears =
  CallerWelcome | CallerContact | WaitUpdate | MessageFrame | Receipt | Typing | BeatBack | Error;
export type CallerSays = CallerHello | Enter | Beat | CallerWrite | CallerTyping | CallerRead | Leave | Feedback;
export type ConsoleHears =
  ConsoleWelcome | Me | OfferGone | TalkFrame | TalkGone | MessageFrame | Receipt | Typing | BeatBack | Error;
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
  | WrapUp;
export type DashboardHears = Board | BeatBack | Error;
export type DashboardSays = DashboardHello | Beat;

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
/** Proof of presence, every `heartbeat_s`; answered by `beat`. The line keeps what hello or enter told it beside. */
export interface Beat {
  kind: "beat";
}
/** Answer to a beat: the engine heard it; `at` is the server's clock. */
export interface BeatBack {
  kind: "beat";
  at: string;
}
/** The live figures, at most once a second. Waits of today in seconds; None where nothing was measured. */
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
}
/**
 * The whole truth about a caller's contact; each one replaces the one before.
 *
 * `asking`: a volunteer is being asked at this moment. `volunteer`: connection of the other side while in conversation.
 * `moving`: a transfer is under way. `carried_on`: the volunteer took over what another, or they themselves, began.
 * `delivered`/`read`: last seq of the caller's own messages that reached / was read by the volunteer.
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
/** A new place in line or wait, sent only when what the page shows changes. */
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
/** Answer to `hello`, followed by `me`. `at`: the server's clock, which the page goes by. */
export interface ConsoleWelcome {
  kind: "welcome";
  at: string;
  line: LineInfo;
  name: string;
  role: "volunteer" | "coordinator";
  may_take_two: boolean;
}
/**
 * The whole truth about this volunteer; each one replaces the one before.
 *
 * `reason`: what caused the presence (`asked`, `missed_two_offers`, `rest`, `lost`, ...). `rest_until` while resting.
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
 * `caller`: the caller's connection.
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
/** The first frame; the session is in the cookie. `seen`: last message seq held per contact. */
export interface ConsoleHello {
  kind: "hello";
  seen?: Record<string, number>;
}
/** The volunteer can take a contact; `chats`: conversations at once, by choice. */
export interface Ready {
  kind: "ready";
  chats?: 1 | 2;
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
/** After-contact answers; `heavy` brings a longer rest. */
export interface WrapUp {
  kind: "wrap_up";
  contact: string;
  topic?: string | null;
  heavy?: boolean;
  result?: ("listened" | "referred" | "emergency" | "silent" | "misuse" | "other") | null;
}
/** The first frame; the coordinator's session is in the cookie. */
export interface DashboardHello {
  kind: "hello";
}
/** POST /api/v1/login; answers `Person` and sets the session cookie. */
export interface LogIn {
  email: string;
  password: string;
}
/** GET /api/v1/me and the answer to a log-in. */
export interface Person {
  name: string;
  role: "volunteer" | "coordinator";
}
/** The body of every HTTP error. `retry_after_s`: wait this long before trying again. */
export interface Problem {
  code: string;
  field: string | null;
  remedy: string;
  retry: boolean;
  retry_after_s: number | null;
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
