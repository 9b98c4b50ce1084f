/** A question put to the line with the token of the link: shown as asked, answered, gone for good, or away for now. */
import { signal, type Signal } from "@preact/signals";
import { post } from "../shared/http.ts";
import type { Problem } from "../shared/protocol.ts";
import { token } from "./token.ts";

export type Asked<T> = { is: "loading" } | { is: "away" } | { is: "gone" } | { is: "shown"; shown: T };

type Given = Readonly<Record<string, string | number>>;

export interface Link<T> {
  asked: Signal<Asked<T>>;
  busy: Signal<boolean>;
  /** Only looks, as long as nothing is given; a problem of what was given comes back. */
  tell(given?: Given): Promise<Problem | null>;
}

export function link<T>(path: string): Link<T> {
  const asked = signal<Asked<T>>(token ? { is: "loading" } : { is: "gone" });
  const busy = signal(false);
  const tell = async (given: Given = {}): Promise<Problem | null> => {
    busy.value = true;
    const answer = await post<T>(path, { token, ...given });
    busy.value = false;
    if (answer.ok) asked.value = { is: "shown", shown: answer.value };
    else if (answer.problem?.field && answer.problem.field !== "token") return answer.problem;
    else if (answer.status === 0 || answer.status >= 500 || answer.status === 429) asked.value = { is: "away" };
    else asked.value = { is: "gone" };
    return null;
  };
  if (token) void tell();
  return { asked, busy, tell };
}
