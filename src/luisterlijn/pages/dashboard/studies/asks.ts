/** Inviting people to the shifts of a proposal, and what they say. */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { AskPair, Asks, PairAsked, ShiftAsk } from "../../shared/protocol.ts";
import { useFetched, type Fetched } from "../parts/fetched.ts";
import { keyOf } from "./edits.ts";

/** How the invitations to the shifts of these days stand; looked at again when the page comes back into sight. */
export function useAsks(first: string, days: number): Fetched<Asks> {
  const asks = useFetched<Asks>(`asks?from=${first}&days=${days}`);
  useEffect(() => {
    const look = (): void => {
      if (!document.hidden) asks.look();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [asks]);
  return asks;
}

/** The last invitation of somebody to a shift, by `keyOf`. */
export function lastByKey(asks: readonly ShiftAsk[]): ReadonlyMap<string, ShiftAsk> {
  const sorted = [...asks].sort((one, other) => Date.parse(one.asked_at) - Date.parse(other.asked_at));
  return new Map(sorted.map((one) => [keyOf(one), one]));
}

/** Whom asking left out the last time, and why, by `keyOf`. */
export type Refused = ReadonlyMap<string, PairAsked>;

export const useRefused = (): Signal<Refused> => useSignal<Refused>(new Map());

export function refusedOf(asked: readonly PairAsked[]): Refused {
  return new Map(asked.filter(({ state }) => state === "refused").map((one) => [keyOf(one), one]));
}

/** Those of the pairs who have not been asked yet. */
export function toAsk<T extends AskPair>(pairs: readonly T[], asks: ReadonlyMap<string, ShiftAsk>): T[] {
  return pairs.filter((one) => !["open", "yes", "no"].includes(asks.get(keyOf(one))?.state ?? ""));
}
