/** Web push to this browser: subscribed only after the volunteer asked for it. */
import { signal } from "@preact/signals";
import type { Way } from "../../shared/protocol.ts";

const WORKER = "/push.worker.js";
/** The worker has to do with the console alone: the caller's page stays without. */
const SCOPE = { scope: "/console" };

/** Which of the volunteer's ways this browser is, kept in it as long as its subscription is. */
const KEPT = "meldingen";

export type Pushed = "cannot" | "denied" | "off" | "on";

/** Whether this browser can have notifications, may, and does. */
export const pushed = signal<Pushed>("off");

/** The way that this browser is, if it is one. */
export const here = signal(Number(localStorage.getItem(KEPT)));

function keep(way: number): void {
  here.value = way;
  if (way) localStorage.setItem(KEPT, String(way));
  else localStorage.removeItem(KEPT);
}

/** Of the ways there are now, the newest is this browser, unless it was one before. */
export function isHere(before: readonly Way[], ways: readonly Way[]): void {
  const pushes = ways.filter((one) => one.kind === "push");
  const added = pushes.findLast((one) => !before.some(({ id }) => id === one.id));
  const again = pushes.find((one) => one.id === here.value);
  keep((added ?? again ?? pushes.at(-1))?.id ?? 0);
}

const able = (): boolean => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration(SCOPE.scope);
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** Looks how it stands; asks for nothing. */
export async function look(): Promise<void> {
  if (!able()) pushed.value = "cannot";
  else if (Notification.permission === "denied") pushed.value = "denied";
  else pushed.value = (await subscription()) ? "on" : "off";
}

/** Asks the browser, and subscribes; the subscription as the line keeps it, or null when it did not come to that. */
export async function subscribe(key: string): Promise<string | null> {
  if ((await Notification.requestPermission()) !== "granted") {
    await look();
    return null;
  }
  try {
    await navigator.serviceWorker.register(WORKER, SCOPE);
    const worker = await navigator.serviceWorker.ready;
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    await look();
    return JSON.stringify(made);
  } catch {
    return null;
  }
}

/** This way is no more: if it was this browser, its push service need not know it any longer. */
export async function forget(way: number): Promise<void> {
  if (way !== here.value) return;
  keep(0);
  await (await subscription())?.unsubscribe();
  await look();
}

/** A notification that was clicked while the console is open says which view it is about. */
export function followClicks(): void {
  if (!able()) return;
  navigator.serviceWorker.addEventListener("message", ({ data }: MessageEvent<{ hash?: string }>) => {
    if (data.hash) location.hash = data.hash;
  });
}
