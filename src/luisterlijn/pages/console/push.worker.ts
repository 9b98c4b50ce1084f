/**
 * Shows what the line pushes, also while no page is open, and opens what it is about when clicked. It has no cache and
 * touches no request.
 */
interface Pushed {
  title: string;
  body: string;
  url: string;
  tag: string;
}

interface Later {
  waitUntil(done: Promise<unknown>): void;
}

interface Window {
  url: string;
  focus(): Promise<unknown>;
  postMessage(data: unknown): void;
}

interface Worker {
  registration: { showNotification(title: string, options: object): Promise<void> };
  clients: {
    matchAll(options: object): Promise<readonly Window[]>;
    openWindow(url: string): Promise<unknown>;
  };
  addEventListener(kind: "push", heard: (event: Later & { data: { json(): Pushed } | null }) => void): void;
  addEventListener(
    kind: "notificationclick",
    heard: (event: Later & { notification: { data: unknown; close(): void } }) => void,
  ): void;
}

const worker = self as unknown as Worker;

worker.addEventListener("push", (event) => {
  if (!event.data) return;
  const { title, body, url, tag } = event.data.json();
  event.waitUntil(worker.registration.showNotification(title, { body, tag, data: url, requireInteraction: true }));
});

/** A console that is open is brought to the front, never loaded anew: somebody may be talking in it. */
async function open(target: URL): Promise<void> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const console = windows.find((one) => new URL(one.url).pathname === target.pathname && target.pathname === "/console");
  if (!console) {
    await worker.clients.openWindow(target.href);
    return;
  }
  console.postMessage({ hash: target.hash });
  await console.focus();
}

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(String(event.notification.data || "/console"), self.location.origin);
  event.waitUntil(open(target));
});

export {};
