/** The dashboard's socket: what is heard changes state.ts, what the coordinator does is said. */
import { batch, effect, type Signal } from "@preact/signals";
import { getLine, getMe, logOut } from "../shared/http.ts";
import { merged, Outbox, type Unsent } from "../shared/outbox.ts";
import { CLOSE, type AsideFrame, type DashboardHears, type DashboardSays, type JoinedTalk, type Person } from "../shared/protocol.ts";
import { Socket } from "../shared/socket.ts";
import { forget } from "./parts/fetched.ts";
import * as state from "./state.ts";

const ME_AGAIN_MS = 5000;

const socket = new Socket<DashboardSays, DashboardHears>({
  path: "/ws/dashboard",
  hello: () => ({ kind: "hello", joined: state.joined.value[0]?.contact ?? null }),
  beat: () => ({ kind: "beat" }),
  hear: (frame) => batch(() => hear(frame)),
  closed: (code) => {
    state.loggedOut.value = code === CLOSE.NOT_LOGGED_IN.code;
    state.stage.value = state.loggedOut.value ? "login" : code === CLOSE.REPLACED.code ? "elsewhere" : "broken";
    if (state.loggedOut.value) clear();
  },
});

effect(() => {
  state.connected.value = socket.link.value === "open";
});

function hear(frame: DashboardHears): void {
  switch (frame.kind) {
    case "board":
      state.board.value = frame;
      state.boardAt.value = state.now.value = Date.now();
      return;
    case "joined":
      state.joinedOver.value = null;
      state.joined.value = [frame, ...others(frame.contact)];
      outbox(frame.contact).settle(frame.asides);
      return sendAsides(frame.contact);
    case "joined_over":
      if (state.joined.value.some(({ contact }) => contact === frame.contact)) state.joinedOver.value = frame.why;
      state.joined.value = others(frame.contact);
      outboxes.delete(frame.contact);
      return;
    case "message":
      return update(frame.contact, (talk) => ({ ...talk, messages: merged(talk.messages, [frame.message]) }));
    case "aside":
      outbox(frame.contact).settle([frame]);
      return update(frame.contact, (talk) => ({ ...talk, asides: withAside(talk.asides, frame) }));
    case "error":
      if (!frame.key) state.refusedFrame.value = frame.code;
      else for (const one of outboxes.values()) one.refuse(frame.key);
  }
}

/** What this coordinator wrote to a volunteer and the line does not have yet, by contact. */
const outboxes = new Map<string, Outbox>();

function outbox(contact: string): Outbox {
  const known = outboxes.get(contact) ?? new Outbox();
  outboxes.set(contact, known);
  return known;
}

export const asidesUnsent = (contact: string): Signal<readonly Unsent[]> => outbox(contact).unsent;

function sendAsides(contact: string): void {
  for (const { key, body } of outbox(contact).due()) socket.send({ kind: "aside", contact, key, body });
}

export function aside(contact: string, body: string): void {
  const { key } = outbox(contact).add(body);
  socket.send({ kind: "aside", contact, key, body });
}

function others(contact: string): JoinedTalk[] {
  return state.joined.value.filter((talk) => talk.contact !== contact);
}

function update(contact: string, change: (talk: JoinedTalk) => JoinedTalk): void {
  state.joined.value = state.joined.value.map((talk) => (talk.contact === contact ? change(talk) : talk));
}

function withAside(asides: readonly AsideFrame[], more: AsideFrame): AsideFrame[] {
  return [...asides.filter(({ by, key }) => by !== more.by || key !== more.key), more].sort((one, other) => one.seq - other.seq);
}

/** False while there is no connection: nothing was sent. */
function say(frame: DashboardSays): boolean {
  const sent = socket.send(frame);
  state.refusedFrame.value = sent ? null : "away";
  return sent;
}

export const join = (contact: string): boolean => say({ kind: "join", contact });
export const part = (contact: string): boolean => say({ kind: "part", contact });

export async function start(): Promise<void> {
  const answer = await getMe();
  if (answer.ok) await enter(answer.value);
  else if (answer.status === 401 || answer.status === 403) state.stage.value = "login";
  else window.setTimeout(() => void start(), ME_AGAIN_MS);
}

export async function enter(who: Person): Promise<void> {
  state.person.value = who;
  if (who.role === "volunteer") {
    state.stage.value = "not-allowed";
    return;
  }
  const answer = await getLine();
  if (!answer.ok && answer.status === 0) {
    window.setTimeout(() => void enter(who), ME_AGAIN_MS);
    return;
  }
  if (answer.ok) {
    state.line.value = answer.value;
    socket.setHeartbeat(answer.value.heartbeat_s);
  }
  state.stage.value = "home";
  socket.connect();
}

function clear(): void {
  forget();
  outboxes.clear();
  batch(() => {
    state.board.value = state.person.value = null;
    state.joined.value = [];
    state.joinedOver.value = state.refusedFrame.value = null;
  });
}

export async function leave(): Promise<void> {
  socket.stop();
  await logOut();
  clear();
  state.loggedOut.value = false;
  state.stage.value = "login";
}

export function takeOver(): void {
  state.stage.value = "home";
  socket.connect();
}
