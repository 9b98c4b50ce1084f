/** The dashboard's socket and what it knows: the newest board, and whether it is still of now. */
import { computed, signal } from "@preact/signals";
import { getLine, getMe, logOut } from "../shared/http.ts";
import { CLOSE, type Board, type DashboardHears, type DashboardSays, type LineInfo, type Person } from "../shared/protocol.ts";
import { Socket } from "../shared/socket.ts";

const ME_AGAIN_MS = 5000;

export type Stage = "loading" | "login" | "not-allowed" | "home" | "elsewhere" | "broken";

export const stage = signal<Stage>("loading");
export const line = signal<LineInfo | null>(null);
export const board = signal<Board | null>(null);
export const loggedOut = signal(false);

export const socket = new Socket<DashboardSays, DashboardHears>({
  path: "/ws/dashboard",
  hello: () => ({ kind: "hello" }),
  beat: () => ({ kind: "beat" }),
  hear: (frame) => {
    if (frame.kind !== "board") return;
    board.value = frame;
    boardAt.value = now.value = Date.now();
  },
  closed: (code) => {
    loggedOut.value = code === CLOSE.NOT_LOGGED_IN.code;
    stage.value = loggedOut.value ? "login" : code === CLOSE.REPLACED.code ? "elsewhere" : "broken";
  },
});

/** Boards come once a second; after this long without one the figures are no longer of now. */
const STALE_MS = 6000;
const boardAt = signal(0);
const now = signal(Date.now());
window.setInterval(() => (now.value = Date.now()), 1000);

export const stale = computed(() => socket.link.value !== "open" || now.value - boardAt.value > STALE_MS);

export async function start(): Promise<void> {
  const answer = await getMe();
  if (answer.ok) await enter(answer.value);
  else if (answer.status === 401 || answer.status === 403) stage.value = "login";
  else window.setTimeout(() => void start(), ME_AGAIN_MS);
}

export async function enter(person: Person): Promise<void> {
  if (person.role === "volunteer") {
    stage.value = "not-allowed";
    return;
  }
  stage.value = "home";
  const answer = await getLine();
  if (answer.ok) {
    line.value = answer.value;
    socket.setHeartbeat(answer.value.heartbeat_s);
  }
  socket.connect();
}

export async function leave(): Promise<void> {
  socket.stop();
  await logOut();
  board.value = null;
  stage.value = "login";
}

export function takeOver(): void {
  stage.value = "home";
  socket.connect();
}
