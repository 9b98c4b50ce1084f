/** Messages that the server has not yet acknowledged. They are sent again, under the same key, until it does. */
import { signal, type Signal } from "@preact/signals";
import type { Message } from "./protocol.ts";

export interface Unsent {
  key: string;
  body: string;
  refused: boolean;
}

export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  readonly unsent: Signal<readonly Unsent[]>;

  constructor(kept: readonly Unsent[] = []) {
    this.unsent = signal(kept);
  }

  add(body: string): Unsent {
    const one = { key: newKey(), body, refused: false };
    this.unsent.value = [...this.unsent.value, one];
    return one;
  }

  /** These messages are known to the server. */
  settle(messages: readonly { key: string }[]): void {
    const known = new Set(messages.map((message) => message.key));
    if (this.unsent.value.some(({ key }) => known.has(key))) {
      this.unsent.value = this.unsent.value.filter(({ key }) => !known.has(key));
    }
  }

  /** The server will not take this message; it stays visible as such. */
  refuse(key: string): void {
    this.unsent.value = this.unsent.value.map((one) => (one.key === key ? { ...one, refused: true } : one));
  }

  due(): Unsent[] {
    return this.unsent.value.filter(({ refused }) => !refused);
  }

  clear(): void {
    this.unsent.value = [];
  }
}

/** Both lists by `seq`, each message once; after a loss of live state two may have the same `seq`. */
export function merged(before: readonly Message[], more: readonly Message[]): Message[] {
  const each = new Map([...before, ...more].map((message) => [`${message.by} ${message.key}`, message]));
  return [...each.values()].sort((one, other) => one.seq - other.seq);
}

export function lastSeq(messages: readonly Message[], by?: Message["by"]): number {
  return messages.findLast((message) => by === undefined || message.by === by)?.seq ?? 0;
}
