/** The few HTTP calls of the pages. A failure is a value: the server's `Problem`, or `away` when it cannot be reached. */
import type { LineInfo, LogIn, Person, Problem } from "./protocol.ts";

export type Answer<T> = { ok: true; value: T } | { ok: false; status: number; problem: Problem | null };

async function ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  const sent = body === undefined ? null : JSON.stringify(body);
  try {
    const answer = await fetch(path, { method, headers, body: sent, credentials: "same-origin", cache: "no-store" });
    const text = await answer.text();
    const value: unknown = text ? JSON.parse(text) : null;
    if (answer.ok) return { ok: true, value: value as T };
    return { ok: false, status: answer.status, problem: value as Problem | null };
  } catch {
    return { ok: false, status: 0, problem: null };
  }
}

export const getLine = (): Promise<Answer<LineInfo>> => ask("GET", "/api/v1/line");
export const getMe = (): Promise<Answer<Person>> => ask("GET", "/api/v1/me");
export const logIn = (who: LogIn): Promise<Answer<Person>> => ask("POST", "/api/v1/login", who);
export const logOut = (): Promise<Answer<null>> => ask("POST", "/api/v1/logout");
