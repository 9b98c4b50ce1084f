/** What is tried, and the plan that comes of it: computed by the line once the sliders rest, and only the last answer counts. */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { get } from "../../shared/http.ts";
import type { Plan } from "../../shared/protocol.ts";
import type { Trouble } from "../parts/trouble.tsx";

/** In percent of what is expected; `absent`: who does not come, of a hundred on the rota. Null: as it is. */
export interface Tries {
  arrivals: number;
  handle: number;
  absent: number | null;
}

export const NOTHING: Tries = { arrivals: 100, handle: 100, absent: null };

const PAUSE_MS = 200;

export const isTrying = ({ arrivals, handle, absent }: Tries): boolean => arrivals !== 100 || handle !== 100 || absent !== null;

function queryOf({ arrivals, handle, absent }: Tries): string {
  const asked = { arrivals: String(arrivals / 100), handle: String(handle / 100), ...(absent !== null && { show_rate: String((100 - absent) / 100) }) };
  return String(new URLSearchParams(asked));
}

export interface Tried {
  /** Null while nothing is tried, or not computed yet. */
  plan: Plan | null;
  working: boolean;
  trouble: Trouble | null;
}

interface Answered {
  path: string;
  query: string;
  base: Plan;
  plan: Plan | null;
  trouble: Trouble | null;
}

/** The plan below this path with what is tried; computed anew when the plan itself changes. */
export function useTried(path: string, base: Plan, tries: Signal<Tries>): Tried {
  const answered = useSignal<Answered | null>(null);
  const asked = useRef(0);
  const query = isTrying(tries.value) ? queryOf(tries.value) : "";
  useEffect(() => {
    const mine = ++asked.current;
    if (!query) return;
    const ask = async (): Promise<void> => {
      const answer = await get<Plan>(`${path}&${query}`);
      if (mine !== asked.current) return;
      answered.value = { path, query, base, plan: answer.ok ? answer.value : null, trouble: answer.ok ? null : answer };
    };
    const timer = window.setTimeout(() => void ask(), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [path, query, base]);
  const last = answered.value;
  if (!query || last?.path !== path) return { plan: null, working: query !== "", trouble: null };
  return { plan: last.plan, working: last.query !== query || last.base !== base, trouble: last.query === query ? last.trouble : null };
}
