/** What a coordinator changed in a proposal: kept in this tab until they log out, whatever proposal comes after it. */
import { effect, signal, type Signal } from "@preact/signals";
import type { Placed, ProposalShown } from "../../shared/protocol.ts";
import { stage } from "../state.ts";

export interface Edits {
  /** By `keyOf`. */
  dropped: readonly string[];
  added: readonly Placed[];
}

const NONE: Edits = { dropped: [], added: [] };
const KEPT = "voorstel ";

/** A shift and somebody on it, as one word. */
export const keyOf = ({ shift, volunteer }: Pick<Placed, "shift" | "volunteer">): string => `${shift} ${volunteer}`;

export const isEdited = ({ dropped, added }: Edits): boolean => dropped.length > 0 || added.length > 0;

export function drop(edits: Edits, one: Placed): Edits {
  const key = keyOf(one);
  if (edits.added.some((each) => keyOf(each) === key)) return { ...edits, added: edits.added.filter((each) => keyOf(each) !== key) };
  return { ...edits, dropped: [...edits.dropped, key] };
}

export function putBack(edits: Edits, one: Placed): Edits {
  return { ...edits, dropped: edits.dropped.filter((key) => key !== keyOf(one)) };
}

export function add(edits: Edits, proposal: ProposalShown, one: Placed): Edits {
  const key = keyOf(one);
  if (edits.dropped.includes(key)) return putBack(edits, one);
  const there = [...proposal.placed, ...edits.added].some((each) => keyOf(each) === key);
  return there ? edits : { ...edits, added: [...edits.added, one] };
}

const known = new Map<string, Signal<Edits>>();

function read(study: string): Edits {
  try {
    return { ...NONE, ...(JSON.parse(sessionStorage.getItem(KEPT + study) ?? "{}") as Partial<Edits>) };
  } catch {
    return NONE;
  }
}

export function editsOf(study: string): Signal<Edits> {
  const made = known.get(study) ?? signal(read(study));
  known.set(study, made);
  return made;
}

export function keep(study: string, edits: Edits): void {
  editsOf(study).value = edits;
  sessionStorage.setItem(KEPT + study, JSON.stringify(edits));
}

effect(() => {
  if (stage.value !== "login") return;
  known.clear();
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(KEPT)) sessionStorage.removeItem(name);
});
