/** The HTTP calls of the pages. A failure is a value: the server's `Problem`, or `away` when it cannot be reached. */
import type { LineInfo, LogIn, Person, Problem, Reason, RefusedByRules } from "./protocol.ts";

export type Answer<T> = { ok: true; value: T } | { ok: false; status: number; problem: Problem | null };

async function send<T>(method: string, path: string, sent: BodyInit | null, type: string): Promise<Answer<T>> {
  const headers: Record<string, string> = sent === null ? {} : { "Content-Type": type };
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

function ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  return send(method, path, body === undefined ? null : JSON.stringify(body), "application/json");
}

/** A call below /api/v1: `get("people")`. */
export const get = <T>(path: string): Promise<Answer<T>> => ask("GET", `/api/v1/${path}`);
export const post = <T>(path: string, body?: unknown): Promise<Answer<T>> => ask("POST", `/api/v1/${path}`, body);
export const put = <T>(path: string, body: unknown): Promise<Answer<T>> => ask("PUT", `/api/v1/${path}`, body);
export const remove = <T>(path: string, body?: unknown): Promise<Answer<T>> => ask("DELETE", `/api/v1/${path}`, body);

/** A file of comma-separated values, byte for byte: the line says what it cannot read. */
export const postCsv = <T>(path: string, file: Blob): Promise<Answer<T>> => send("POST", `/api/v1/${path}`, file, "text/csv");

/** The rules that stood in the way, where those were it. */
export function reasonsOf(problem: Problem | RefusedByRules | null): readonly Reason[] {
  return problem && "reasons" in problem ? problem.reasons : [];
}

export const getLine = (): Promise<Answer<LineInfo>> => get("line");
export const getMe = (): Promise<Answer<Person>> => get("me");
export const logIn = (who: LogIn): Promise<Answer<Person>> => post("login", who);
export const logOut = (): Promise<Answer<null>> => post("logout");
