/** Web push to this browser: subscribed only after the volunteer asked for it. */
import { signal } from "@preact/signals";

const WORKER = "/push.worker.js";
/** The worker has to do with the console alone: the caller's page stays without. */
const SCOPE = { scope: "/console" };

export type Pushed = "cannot" | "denied" | "off" | "on";

/** Whether this browser can have notifications, may, and does. */
export const pushed = signal<Pushed>("off");

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

export async function unsubscribe(): Promise<void> {
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
