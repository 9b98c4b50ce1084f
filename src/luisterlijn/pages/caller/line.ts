/** The caller's socket: what is heard changes state.ts, what the caller does is said. */
import { batch, effect } from "@preact/signals";
import { getLine } from "../shared/http.ts";
import { lastSeq, merged, newKey } from "../shared/outbox.ts";
import { CLOSE, type CallerContact, type CallerHears, type CallerSays, type Enter, type Error as Refusal } from "../shared/protocol.ts";
import { Socket } from "../shared/socket.ts";
import * as state from "./state.ts";
import { dropTicket, keepTicket, keepWords, keptLeft, keptTicket } from "./kept.ts";

const LINE_AGAIN_MS = 5000;
const RESEND_MS = 3000;
const NOTHING = -1;
const OVER: readonly CallerContact["state"][] = ["ended", "abandoned", "refused"];

let ticket: string | null = keptTicket();
let entering: Enter | null = null;
let feedback: "yes" | "some" | "no" | null = null;
let leaving = false;
let readSent = 0;
/** The newest message when the page was last looked at. */
let looked = NOTHING;

export const socket = new Socket<CallerSays, CallerHears>({
  path: "/ws/caller",
  hello: () => ({ kind: "hello", ticket, seen: lastSeq(state.contact.value?.messages ?? []) }),
  beat: () => ({ kind: "beat" }),
  hear: (frame) => batch(() => hear(frame)),
  closed: (code) => {
    if (code === CLOSE.REPLACED.code) state.fault.value = "elsewhere";
    else state.fault.value = "broken";
  },
});

function hear(frame: CallerHears): void {
  switch (frame.kind) {
    case "welcome":
      state.line.value = frame.line;
      socket.setHeartbeat(frame.line.heartbeat_s);
      if (entering) socket.send(entering);
      return;
    case "contact":
      return present(frame);
    case "wait":
      return change({ position: frame.position, place: frame.place, wait: frame.wait, nobody_on: frame.nobody_on, asking: frame.asking });
    case "message":
      change({ messages: merged(state.contact.value?.messages ?? [], [frame.message]) });
      state.outbox.settle([frame.message]);
      if (frame.message.by === "volunteer") state.typing.set(false);
      return;
    case "receipt":
      return change({ delivered: frame.delivered, read: frame.read });
    case "typing":
      state.typing.set(frame.on);
      return;
    case "error":
      return refused(frame);
    case "beat":
  }
}

/** The whole truth about the contact; messages are added to those the page has. */
function present(next: CallerContact): void {
  const before = state.contact.value;
  const same = before?.contact === next.contact;
  const over = OVER.includes(next.state);
  if (leaving && !over) {
    socket.send({ kind: "leave" }); // the line has not heard so yet
    return;
  }
  entering = null;
  leaving = state.unsaid.value = false;
  ticket = next.ticket ?? ticket;
  const left = next.state === "abandoned" && next.resumable;
  if (over && !left) dropTicket();
  else if (ticket) keepTicket(ticket, left);
  state.step.value = "start";
  state.typing.set(false);
  state.outbox.settle(next.messages);
  state.contact.value = {
    ...next,
    feedback_given: next.feedback_given || feedback !== null,
    messages: over ? [] : merged(same ? before.messages : [], next.messages),
  };
  if (over) {
    state.outbox.clear();
    state.draft.value = "";
    if (next.state !== "ended") socket.stop();
    else if (!next.feedback_given) sendFeedback();
  } else sendAll();
}

function change(part: Partial<CallerContact>): void {
  if (state.contact.value) state.contact.value = { ...state.contact.value, ...part };
}

function refused({ key, retry, code }: Refusal): void {
  if (key && !retry) state.outbox.refuse(key);
  else if (key) window.setTimeout(sendAll, RESEND_MS);
  else if (retry) {
    socket.beatSooner();
    window.setTimeout(sayAgain, RESEND_MS);
  } else if (!state.contact.value) {
    const resuming = state.step.value === "resuming";
    if (resuming && !code.startsWith("ticket_")) return; // only a ticket that is worth nothing is given up
    again();
    state.expired.value = resuming;
  }
}

function sayAgain(): void {
  if (entering) socket.send(entering);
  else if (leaving) socket.send({ kind: "leave" });
}

function sendAll(): void {
  for (const { key, body } of state.outbox.due()) socket.send({ kind: "write", key, body });
}

function sendFeedback(): void {
  if (feedback) socket.send({ kind: "feedback", helped: feedback });
}

export function start(): void {
  if (ticket && keptLeft()) state.step.value = "left";
  else if (ticket) {
    state.step.value = "resuming";
    socket.connect();
  }
  void fetchLine();
}

export async function fetchLine(): Promise<void> {
  const answer = await getLine();
  if (answer.ok) {
    state.line.value = answer.value;
    socket.setHeartbeat(answer.value.heartbeat_s);
    const wait = answer.value.opens_at ? Date.parse(answer.value.opens_at) - Date.now() : 0;
    if (!answer.value.open && wait > 0) window.setTimeout(() => void fetchLine(), Math.min(wait + 1000, 3_600_000));
  } else if (!state.line.value) window.setTimeout(() => void fetchLine(), LINE_AGAIN_MS);
  state.lineAway.value = !answer.ok && !state.line.value;
}

export function join(): void {
  entering = {
    kind: "enter",
    consent: true,
    language: state.ownLanguage(),
    arrival: newKey(),
    ...state.answers.value,
  };
  state.step.value = "joining";
  state.expired.value = false;
  socket.connect();
}

/** Not let in before: once more, with the same answers. */
export function retry(): void {
  const { answers } = state;
  const before = answers.value;
  again();
  answers.value = before;
  join();
}

export function write(body: string): void {
  const { key } = state.outbox.add(body);
  socket.send({ kind: "write", key, body });
}

export function sayTyping(on: boolean): void {
  if (state.contact.value?.state === "conversation") socket.send({ kind: "typing", on });
}

/** Leaving is always possible: without a connection the line notices the silence by itself. */
export function leave(): void {
  leaving = true;
  if (socket.send({ kind: "leave" })) return;
  const now = state.contact.value;
  if (!now) return;
  const talking = now.state === "conversation";
  present({ ...now, state: talking ? "ended" : "abandoned", resumable: !talking });
  leaving = state.unsaid.value = talking; // said as soon as the line can hear it
}

export function comeBack(): void {
  leaving = false;
  if (ticket) keepTicket(ticket, false);
  if (!state.contact.value) state.step.value = "resuming";
  change({ state: "waiting", position: null, wait: null });
  socket.connect();
}

export function giveFeedback(helped: "yes" | "some" | "no"): void {
  feedback = helped;
  if (socket.link.value === "closed") socket.connect();
  else sendFeedback();
  change({ feedback_given: true });
}

export function again(): void {
  socket.stop();
  dropTicket();
  ticket = entering = feedback = null;
  leaving = false;
  batch(() => {
    state.contact.value = null;
    state.fault.value = null;
    state.step.value = "start";
    state.answers.value = {};
    state.outbox.clear(); // words for an earlier contact are not for the next
    state.draft.value = "";
    state.unsaid.value = false;
    state.expired.value = false;
    state.counted.value = false;
  });
  void fetchLine();
}

export function takeOver(): void {
  state.fault.value = null;
  if (ticket) socket.connect();
  else again();
}

/** What the caller sees is read; said again after each reconnect. */
function sayRead(): void {
  const now = state.contact.value;
  if (socket.link.value !== "open") readSent = 0;
  if (now?.state !== "conversation" || document.visibilityState !== "visible") return;
  const seq = lastSeq(now.messages, "volunteer");
  if (seq > readSent && socket.send({ kind: "read", seq })) readSent = seq;
}

/** A caller who does something else meanwhile sees by the title, which stays neutral, that something is there to read. */
function callBack(): void {
  const now = state.contact.value;
  const newest = now?.state === "conversation" ? lastSeq(now.messages, "volunteer") : NOTHING;
  if (newest === NOTHING || document.visibilityState === "visible") looked = newest;
  state.calling.value = newest > looked;
}

effect(sayRead);
effect(callBack);
effect(() => keepWords({ draft: state.draft.value, unsent: state.outbox.unsent.value }));
document.addEventListener("visibilitychange", sayRead);
document.addEventListener("visibilitychange", callBack);
