/**
 * What was fetched, kept by its path for as long as somebody is logged in.
 *
 * What is on the screen is fetched again when `Board.rota` changes, at most once a second each, and after an own change.
 */
import { batch, effect, signal, untracked } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get } from "../../shared/http.ts";
import { rotaSeen } from "../state.ts";
import type { Trouble } from "./trouble.tsx";

const APART_MS = 1000;
const AGAIN_MS = 5000;

export class Fetched<T> {
  readonly value = signal<T | null>(null);
  readonly trouble = signal<Trouble | null>(null);
  /** Not fetched again sooner than this after the last time, whatever changes elsewhere. */
  apart = APART_MS;
  private users = 0;
  private asked = 0;
  private askedAt = 0;
  private timer: number | undefined;
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Fetch now, or once the time between two fetches is over. */
  look(): void {
    window.clearTimeout(this.timer);
    const wait = this.askedAt + this.apart - Date.now();
    if (wait > 0) this.timer = window.setTimeout(() => void this.fetch(), wait);
    else void this.fetch();
  }

  async fetch(): Promise<void> {
    window.clearTimeout(this.timer);
    const mine = ++this.asked;
    this.askedAt = Date.now();
    const answer = await get<T>(this.path);
    if (mine !== this.asked) return;
    batch(() => {
      this.trouble.value = answer.ok ? null : answer;
      if (answer.ok) this.value.value = answer.value;
    });
    const again = !answer.ok && (answer.status === 0 || answer.problem?.retry);
    if (again && this.users > 0) this.timer = window.setTimeout(() => void this.fetch(), AGAIN_MS);
  }

  use(): () => void {
    this.users++;
    if (this.users === 1) this.look();
    return () => {
      this.users--;
      if (this.users === 0) window.clearTimeout(this.timer);
    };
  }

  get used(): boolean {
    return this.users > 0;
  }
}

const kept = new Map<string, Fetched<unknown>>();

function fetched<T>(path: string): Fetched<T> {
  const known = kept.get(path) ?? new Fetched<unknown>(path);
  kept.set(path, known);
  return known as Fetched<T>;
}

/** What is below this path of the API, kept fresh while the component is on the screen. */
export function useFetched<T>(path: string, apart = APART_MS): Fetched<T> {
  const one = fetched<T>(path);
  one.apart = apart;
  useEffect(() => one.use(), [path]);
  return one;
}

/** Something was changed here: fetch at once what is on the screen, and forget the rest. */
export async function refresh(): Promise<void> {
  const used = [...kept].filter(([, one]) => one.used);
  kept.clear();
  for (const [path, one] of used) kept.set(path, one);
  await Promise.all(used.map(([, one]) => one.fetch()));
}

export function forget(): void {
  kept.clear();
}

effect(() => {
  if (rotaSeen.value === null) return;
  untracked(() => {
    for (const one of kept.values()) if (one.used) one.look();
  });
});
