/** The console's socket: what is heard changes state.ts, what the volunteer does is said. */
import { batch, effect } from "@preact/signals";
import { getMe, logOut } from "../shared/http.ts";
import { lastSeq, merged, type Outbox } from "../shared/outbox.ts";
import {
  CLOSE,
  type AsideFrame,
  type ConsoleHears,
  type ConsoleSays,
  type Me,
  type Notice,
  type Person,
  type Talk,
  type Error as Refusal,
} from "../shared/protocol.ts";
import { Socket } from "../shared/socket.ts";
import { itIs } from "./now.ts";
import { chime } from "./sound.ts";
import * as state from "./state.ts";

/** The line itself cannot be reached this moment. */
const BUSY = "line_busy";
const RESEND_MS = 3000;
const CHIME_EVERY_MS = 6000;
const ME_AGAIN_MS = 5000;
/** A volunteer who was ready is put back to ready after an outage no longer than this. */
const STILL_THERE_MS = 120_000;

let wished: { chats: 1 | 2 } | null = null;
/** The offer that this volunteer gave back by taking a break: no news to them. */
let handedBack = "";
let openedAt = 0;
let lostAt = 0;

export const socket = new Socket<ConsoleSays, ConsoleHears>({
  path: "/ws/console",
  hello: () => ({ kind: "hello", seen: Object.fromEntries(talks().map((talk) => [talk.contact, lastSeq(talk.messages)])) }),
  beat: () => ({ kind: "beat" }),
  hear: (frame) => batch(() => hear(frame)),
  closed: (code) => {
    state.loggedOut.value = code === CLOSE.NOT_LOGGED_IN.code;
    state.stage.value = state.loggedOut.value ? "login" : code === CLOSE.REPLACED.code ? "elsewhere" : "broken";
    if (state.loggedOut.value) forget();
  },
});

const talks = (): readonly Talk[] => state.me.value?.talks ?? [];

function hear(frame: ConsoleHears): void {
  switch (frame.kind) {
    case "welcome":
      state.welcome.value = frame;
      itIs(frame.at);
      if (state.notice.value?.about === "offline") state.notice.value = null;
      socket.setHeartbeat(frame.line.heartbeat_s);
      openedAt = Date.now();
      return;
    case "me":
      return present(frame);
    case "offer_gone":
      if (state.me.value?.offer?.offer === frame.offer) state.me.value = { ...state.me.value, offer: null };
      if (frame.offer !== handedBack) state.notice.value = { about: "offer", why: frame.why };
      return;
    case "talk":
      return talk(frame.talk);
    case "talk_gone":
      place(talks().filter(({ contact }) => contact !== frame.contact));
      if (frame.why !== "closed") state.notice.value = { about: "talk", why: frame.why };
      return;
    case "message":
      state.desk(frame.contact).outbox.settle([frame.message]);
      if (frame.message.by === "caller") state.desk(frame.contact).typing.set(false);
      return update(frame.contact, (one) => ({ messages: merged(one.messages, [frame.message]) }));
    case "receipt":
      return update(frame.contact, () => ({ delivered: frame.delivered, read: frame.read }));
    case "typing":
      state.desk(frame.contact).typing.set(frame.on);
      return;
    case "aside":
      return aside(frame);
    case "notice":
      return word(frame);
    case "error":
      return refused(frame);
    case "beat":
      itIs(frame.at);
      if (state.notice.value?.about === "busy") state.notice.value = null;
  }
}

function present(next: Me): void {
  const before = state.me.value;
  if (next.offer && next.offer.offer !== before?.offer?.offer) {
    if (state.notice.value?.about !== "offer") state.notice.value = null;
    chime();
  }
  const back = next.presence === "away" && next.reason === "connected";
  if (next.lost_talk && !before?.lost_talk) {
    state.notice.value = { about: "talk", why: "lost" };
    wished = null; // who lost a conversation says by themselves when they are ready for the next
  }
  const whole = next.talks.map((one) => joined(talks().find(({ contact }) => contact === one.contact), one));
  state.me.value = { ...next, talks: whole };
  state.tidy(whole);
  for (const one of whole) sendAll(one);
  if (back) stillThere();
  else if (next.presence === "away" || next.presence === "offline") wished = null;
}

/** Live state was lost behind our back: say again that this volunteer is ready, if that was a moment ago. */
function stillThere(): void {
  if (wished && lostAt && openedAt - lostAt < STILL_THERE_MS) socket.send({ kind: "ready", ...wished });
}

function joined(before: Talk | undefined, next: Talk): Talk {
  state.desk(next.contact).outbox.settle(next.messages);
  return { ...next, messages: merged(before?.messages ?? [], next.messages) };
}

function place(next: readonly Talk[]): void {
  if (state.me.value) state.me.value = { ...state.me.value, talks: [...next] };
  state.tidy(next);
}

function talk(next: Talk): void {
  const before = talks().find(({ contact }) => contact === next.contact);
  const whole = joined(before, next);
  place(before ? talks().map((one) => (one === before ? whole : one)) : [...talks(), whole]);
  sendAll(whole);
}

function update(contact: string, change: (talk: Talk) => Partial<Talk>): void {
  place(talks().map((one) => (one.contact === contact ? { ...one, ...change(one) } : one)));
}

function aside(frame: AsideFrame): void {
  const { asides, asideOutbox } = state.desk(frame.contact);
  asideOutbox.settle([frame]);
  if (asides.value.some(({ key, by }) => key === frame.key && by === frame.by)) return;
  asides.value = [...asides.value, frame].sort((one, other) => one.seq - other.seq);
}

/** A coordinator's word, once however often it comes. */
function word(frame: Notice): void {
  if (!state.words.value.some(({ at, by }) => at === frame.at && by === frame.by)) state.words.value = [...state.words.value, frame];
}

function refused({ key, retry, code }: Refusal): void {
  if (code === BUSY) socket.beatSooner();
  const holds = (outbox: Outbox): boolean => outbox.unsent.value.some((unsent) => unsent.key === key);
  const owner = talks().find((one) => holds(state.desk(one.contact).outbox) || holds(state.desk(one.contact).asideOutbox));
  if (!key || !owner) state.notice.value = { about: code === BUSY ? "busy" : "refused" };
  else if (retry) window.setTimeout(() => sendAll(owner), RESEND_MS);
  else {
    const { outbox, asideOutbox } = state.desk(owner.contact);
    (holds(outbox) ? outbox : asideOutbox).refuse(key);
  }
}

function sendAll({ contact, state: at }: Talk): void {
  if (at !== "conversation") return;
  const { outbox, asideOutbox } = state.desk(contact);
  for (const { key, body } of outbox.due()) socket.send({ kind: "write", contact, key, body });
  for (const { key, body } of asideOutbox.due()) socket.send({ kind: "aside", contact, key, body });
}

export function sayAside(contact: string, body: string): void {
  const { key } = state.desk(contact).asideOutbox.add(body);
  socket.send({ kind: "aside", contact, key, body });
}

export function write(contact: string, body: string): void {
  const { key } = state.desk(contact).outbox.add(body);
  socket.send({ kind: "write", contact, key, body });
}

/** Says something that only makes sense now; without a connection the page says that nothing was done. */
export function say(frame: ConsoleSays): void {
  if (frame.kind === "ready") wished = { chats: frame.chats ?? 1 };
  if (frame.kind === "pause") handedBack = state.me.value?.offer?.offer ?? "";
  if (frame.kind === "pause" || (frame.kind === "drain" && frame.on)) wished = null;
  if (!socket.send(frame)) state.notice.value = { about: "offline" };
}

export async function start(): Promise<void> {
  const answer = await getMe();
  if (answer.ok) enter(answer.value);
  else if (answer.status === 401 || answer.status === 403) state.stage.value = "login";
  else window.setTimeout(() => void start(), ME_AGAIN_MS);
}

export function enter(who: Person): void {
  state.person.value = who;
  state.loggedOut.value = false;
  state.stage.value = "home";
  socket.connect();
}

function forget(): void {
  state.me.value = null;
  state.welcome.value = null;
  state.words.value = [];
  state.notice.value = null;
  wished = null;
  state.tidy([]);
}

export async function leave(): Promise<void> {
  socket.stop();
  await logOut();
  forget();
  state.stage.value = "login";
}

export function takeOver(): void {
  state.stage.value = "home";
  socket.connect();
}

function sayRead(): void {
  const open = socket.link.value === "open";
  for (const { contact, messages, state: at } of talks()) {
    const desk = state.desk(contact);
    const seq = lastSeq(messages, "caller");
    if (!open) desk.readSent = 0;
    else if (at === "conversation" && document.visibilityState === "visible" && seq > desk.readSent) {
      if (socket.send({ kind: "read", contact, seq })) desk.readSent = seq;
    }
  }
}

effect(sayRead);
document.addEventListener("visibilitychange", sayRead);
window.addEventListener("beforeunload", (event) => {
  if (state.unkept()) event.preventDefault(); // the browser asks
});
effect(() => {
  if (socket.link.value === "open") return;
  lostAt = Date.now();
});
window.setInterval(() => {
  if (state.me.value?.offer && socket.link.value === "open") chime();
}, CHIME_EVERY_MS);
