/**
 * One websocket that keeps itself up: hello first, a beat every heartbeat, reconnect with full jitter.
 *
 * `link` is the truth a page may show: `open` only once the server has answered hello. Close codes decide who may
 * retry (CLOSE in protocol.ts); after one that says no, `closed` is told and the socket stays shut until `connect`.
 */
import { signal } from "@preact/signals";
import { fullJitter } from "./backoff.ts";
import { CLOSE } from "./protocol.ts";
import { ticker } from "./ticker.ts";

export type Link = "idle" | "connecting" | "open" | "down" | "closed";

/** Beats of silence after which a socket that still looks open is given up. */
const DEAF_BEATS = 2.5;
const DOWN_TICK_MS = 250;

export interface Wire<Says, Hears> {
  path: string;
  hello(): Says;
  beat(): Says;
  hear(frame: Hears): void;
  closed(code: number): void;
}

function mayRetry(code: number): boolean {
  return Object.values(CLOSE).find((one) => one.code === code)?.retry ?? true;
}

export class Socket<Says, Hears> {
  readonly link = signal<Link>("idle");
  private raw: WebSocket | undefined;
  private heartbeat = 10_000;
  private beatAt = 0;
  private heardAt = 0;
  private retryAt = 0;
  private attempt = 0;
  private readonly ticker = ticker(() => this.tick());
  private readonly wire: Wire<Says, Hears>;

  constructor(wire: Wire<Says, Hears>) {
    this.wire = wire;
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("offline", () => this.cut());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.hurry();
    });
  }

  /** The server's own heartbeat, once known. */
  setHeartbeat(seconds: number): void {
    this.heartbeat = seconds * 1000;
    this.pace();
  }

  connect(): void {
    this.drop();
    this.link.value = this.attempt ? "down" : "connecting";
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const raw = new WebSocket(`${scheme}//${location.host}${this.wire.path}`);
    this.raw = raw;
    this.heardAt = Date.now();
    raw.onopen = () => this.put(this.wire.hello());
    raw.onmessage = ({ data }: MessageEvent<string>) => this.heard(JSON.parse(data) as Hears);
    raw.onclose = ({ code }) => this.lost(code);
    this.pace();
  }

  /** True when the frame went out; false when the socket is not up: keep it and send it after the next snapshot. */
  send(frame: Says): boolean {
    if (this.link.value !== "open") return false;
    this.put(frame);
    return true;
  }

  /** The line could not hear the last beat: beat again well before the next is due, spread out. */
  beatSooner(): void {
    this.beatAt = Math.min(this.beatAt, Date.now() + this.heartbeat * (0.2 + 0.2 * Math.random()));
  }

  stop(): void {
    this.drop();
    this.attempt = 0;
    this.link.value = "closed";
    this.ticker.every(0);
  }

  private put(frame: Says): void {
    this.raw?.send(JSON.stringify(frame));
  }

  private heard(frame: Hears): void {
    this.heardAt = Date.now();
    if (this.link.value !== "open") {
      this.attempt = 0;
      this.beatAt = this.heardAt + this.heartbeat;
      this.link.value = "open";
      this.pace();
    }
    this.wire.hear(frame);
  }

  private lost(code: number): void {
    this.raw = undefined;
    if (!mayRetry(code)) {
      this.stop();
      this.wire.closed(code);
      return;
    }
    this.retryAt = Date.now() + fullJitter(this.attempt++);
    this.link.value = "down";
    this.pace();
  }

  private drop(): void {
    if (!this.raw) return;
    this.raw.onopen = this.raw.onmessage = this.raw.onclose = null;
    this.raw.close();
    this.raw = undefined;
  }

  /** Nothing comes through any more: say so, and try anew. */
  private cut(): void {
    if (!this.raw) return;
    this.drop();
    this.lost(0);
  }

  private tick(): void {
    const now = Date.now();
    if (this.link.value === "down" && !this.raw && now >= this.retryAt) this.connect();
    else if (this.raw && now - this.heardAt > DEAF_BEATS * this.heartbeat) {
      this.cut();
    } else if (this.link.value === "open" && now >= this.beatAt) this.beat(now);
  }

  private beat(now: number): void {
    this.beatAt = now + this.heartbeat;
    this.put(this.wire.beat());
  }

  /** The network or the person is back: try at once, and prove presence at once. */
  private hurry(): void {
    if (this.link.value === "down") this.retryAt = 0;
    if (this.link.value === "open") this.beatAt = 0;
    if (this.link.value === "down" || this.link.value === "open") this.tick();
  }

  private pace(): void {
    this.ticker.every(this.link.value === "open" ? Math.min(1000, this.heartbeat / 4) : DOWN_TICK_MS);
  }
}
