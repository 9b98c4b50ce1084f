/** What the dashboard knows: the newest board, and whether it is still of now. */
import { computed, signal } from "@preact/signals";
import type { Board, JoinedTalk, LineInfo, Person } from "../shared/protocol.ts";

export type Stage = "loading" | "login" | "not-allowed" | "home" | "elsewhere" | "broken";

export const stage = signal<Stage>("loading");
export const line = signal<LineInfo | null>(null);
export const person = signal<Person | null>(null);
export const board = signal<Board | null>(null);
export const loggedOut = signal(false);

/** The conversations this coordinator has come into, the last one first. */
export const joined = signal<readonly JoinedTalk[]>([]);
/** How the last one ended; null once that was read. */
export const joinedOver = signal<"ended" | "parted" | null>(null);
/** Why the last frame was refused; null once something else was done. */
export const refusedFrame = signal<string | null>(null);

/** Rises when the rota, a call-out or a person changed; null before the first board. */
export const rotaSeen = computed(() => board.value?.rota ?? null);

/** Boards come once a second; after this long without one the figures are no longer of now. */
const STALE_MS = 6000;
export const connected = signal(false);
export const boardAt = signal(0);
export const now = signal(Date.now());
window.setInterval(() => (now.value = Date.now()), 1000);

export const stale = computed(() => !connected.value || now.value - boardAt.value > STALE_MS);
