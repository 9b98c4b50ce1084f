/** The coverage of the line's channels, fetched side by side. */
import { computed } from "@preact/signals";
import type { Coverage } from "../../shared/protocol.ts";
import { useFetched, type Fetched } from "../parts/fetched.ts";
import { today, zone } from "../parts/when.ts";
import { addDays, startOf } from "../parts/zoned.ts";
import { board } from "../state.ts";

export type Channel = Coverage["channel"];
export const CHANNELS: readonly Channel[] = ["chat", "phone"];

/** Joined, so that a board with the same ones changes nothing. */
const named = computed(() => board.value?.channels.map(({ channel }) => channel).join() ?? "");

/** Those the line has. */
export function lineChannels(): readonly Channel[] {
  return named.value ? CHANNELS.filter((one) => named.value.split(",").includes(one)) : CHANNELS;
}

function path(channel: Channel, first: string, days: number): string {
  const [from, until] = [startOf(first, zone()), startOf(addDays(first, days), zone())].map((at) => new Date(at).toISOString().replace(".000", ""));
  return `coverage?${new URLSearchParams({ from: from ?? "", until: until ?? "", channel })}`;
}

export interface Coverages {
  /** Of each channel that the line has, as far as it is there. */
  all: readonly Coverage[];
  whole: boolean;
  parts: readonly Fetched<Coverage>[];
}

export function useCoverage(first: string = today(), days = 2): Coverages {
  const chat = useFetched<Coverage>(path("chat", first, days));
  const phone = useFetched<Coverage>(path("phone", first, days));
  const parts = lineChannels().map((channel) => (channel === "chat" ? chat : phone));
  const all = parts.map((part) => part.value.value).filter((value) => value !== null);
  return { all, whole: all.length === parts.length, parts };
}
