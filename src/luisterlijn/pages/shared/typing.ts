/** Whether the other side is writing now: word of it holds for a while only, since its end may never come through. */
import { signal } from "@preact/signals";

/** A side that goes on writing says so again after this. */
export const AGAIN_MS = 4000;
const HOLDS_MS = 2 * AGAIN_MS;

export class Typing {
  private readonly on = signal(false);
  private timer: number | undefined;

  get value(): boolean {
    return this.on.value;
  }

  set(on: boolean): void {
    window.clearTimeout(this.timer);
    this.on.value = on;
    if (on) this.timer = window.setTimeout(() => (this.on.value = false), HOLDS_MS);
  }
}
