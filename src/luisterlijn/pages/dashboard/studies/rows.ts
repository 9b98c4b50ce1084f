/** The people of one shift as a proposal leaves them, and how many places stay open. Pure. */
import type { GapShown, PairAsked, Placed, ProposalShown, ShiftAsk, ShiftShown } from "../../shared/protocol.ts";
import { grouped } from "../parts/grouped.ts";
import type { Refused } from "./asks.ts";
import { keyOf, type Edits } from "./edits.ts";

export type Kind = "on" | "proposed" | "added" | "dropped" | "asked";

export interface Row extends Placed {
  kind: Kind;
  ask: ShiftAsk | null;
  refused: PairAsked | null;
}

/** A shift of the rota with what a proposal does to it. */
export interface ShiftRows {
  shift: ShiftShown;
  rows: readonly Row[];
  gaps: readonly GapShown[];
  /** Places that stay open once the changes are in; people taken out and those who do not come count, people added too. */
  open: number;
  took: number;
  /** Of those proposed or added, how many said no or did not answer in time, and were replaced by nobody. */
  lost: number;
}

interface Known {
  proposal: ProposalShown;
  edits: Edits;
  asks: ReadonlyMap<string, ShiftAsk>;
  refused: Refused;
}

const AWAY = ["no", "expired"];
const COMING = ["open", "yes"];

const of = <T extends { shift: string | null }>(items: readonly T[]): Map<string, T[]> => grouped(items, ({ shift }) => shift ?? "");

function people(shift: ShiftShown, placed: readonly Placed[], added: readonly Placed[], asked: readonly ShiftAsk[], known: Known): Row[] {
  const rows = new Map<string, Row>();
  const put = (kind: Kind, one: Placed): void => {
    const key = keyOf(one);
    if (rows.has(one.volunteer)) return;
    rows.set(one.volunteer, { ...one, kind, ask: known.asks.get(key) ?? null, refused: known.refused.get(key) ?? null });
  };
  for (const { volunteer, name, state } of shift.people) if (state === "signed") put("on", { shift: shift.id, volunteer, name });
  for (const one of placed) put(known.edits.dropped.includes(keyOf(one)) ? "dropped" : "proposed", one);
  for (const one of added) put("added", one);
  for (const { volunteer, name } of asked) put("asked", { shift: shift.id, volunteer, name });
  return [...rows.values()];
}

/** How many of those proposed or added do not come, less those asked since in their place. */
function lostOf(rows: readonly Row[], asked: readonly ShiftAsk[]): number {
  const mine = rows.filter(({ kind }) => kind === "proposed" || kind === "added");
  const lost = mine.flatMap(({ ask }) => (ask && AWAY.includes(ask.state) ? [Date.parse(ask.asked_at)] : []));
  const known = new Set(mine.map(({ volunteer }) => volunteer));
  const instead = asked.filter(({ volunteer, state, asked_at }) => COMING.includes(state) && !known.has(volunteer) && Date.parse(asked_at) > Math.min(...lost));
  return Math.max(0, lost.length - instead.length);
}

export function shiftRows(shifts: readonly ShiftShown[], known: Known): ShiftRows[] {
  const [placed, added] = [of(known.proposal.placed), of(known.edits.added)];
  const [gaps, asked] = [of(known.proposal.gaps), of([...known.asks.values()])];
  return shifts
    .filter(({ state }) => state !== "cancelled")
    .map((shift) => {
      const mine = gaps.get(shift.id) ?? [];
      const rows = people(shift, placed.get(shift.id) ?? [], added.get(shift.id) ?? [], asked.get(shift.id) ?? [], known);
      const took = rows.filter(({ kind }) => kind === "dropped").length;
      const more = (added.get(shift.id) ?? []).length;
      const lost = lostOf(rows, asked.get(shift.id) ?? []);
      const lacking = Math.max(0, ...mine.map((gap) => gap.lacking));
      return { shift, rows, gaps: mine, open: Math.max(0, lacking + took + lost - more), took, lost };
    });
}

/** Those to ask: proposed or added, and not on their shift already. */
export function wanted(rows: readonly ShiftRows[]): Placed[] {
  return rows.flatMap((one) => (one.shift.state === "draft" ? [] : one.rows.filter(({ kind }) => kind === "proposed" || kind === "added")));
}
