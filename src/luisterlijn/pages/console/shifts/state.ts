/** What is known of the rota as it concerns this volunteer: fetched, and again whenever the line says that it changed. */
import { computed, effect, signal } from "@preact/signals";
import type { AvailabilityShown, Mine, MyAsk, MyShift, OpenShift, ShiftNow, SwapShown } from "../../shared/protocol.ts";
import { me, line } from "../state.ts";
import { now } from "../now.ts";
import { view } from "../view.ts";
import * as calls from "./calls.ts";

const AGAIN_MS = 10_000;
const LOOK_AGAIN_MS = 60_000;

export const standing = signal<Mine | null>(null);
export const own = signal<readonly MyShift[] | null>(null);
export const open = signal<readonly OpenShift[] | null>(null);
export const swaps = signal<readonly SwapShown[]>([]);
export const asks = signal<readonly MyAsk[]>([]);
export const said = signal<AvailabilityShown | null>(null);
/** The last look failed. */
export const away = signal(false);

export const zone = computed(() => line.value?.timezone ?? "UTC");

/** The open shifts but for those that are asked for: nothing is shown twice. */
export const unasked = computed(() => open.value?.filter(({ shift }) => !asks.value.some((one) => one.shift.id === shift.id)) ?? null);

/** The own shift of now, or the one that begins next. */
export const nextOwn = computed(() =>
  own.value?.find((one) => one.state === "signed" && !one.standby && Date.parse(one.ends_at) > now.value),
);

/** Whether the shift of now was begun by being ready; taken for so until it is known. Who walked in was there already. */
export const checkedIn = computed(() => {
  const shift = me.value?.shift;
  const known = shift && own.value?.find((one) => one.state === "signed" && !one.standby && overlaps(one, shift));
  return !known || known.how === "walk_in" || known.checked_in_at !== null;
});

function overlaps(one: MyShift, shift: ShiftNow): boolean {
  return Date.parse(one.starts_at) < Date.parse(shift.ends) && Date.parse(one.ends_at) > Date.parse(shift.begins);
}

let asked = 0;
let again: number | undefined;

/** Looks at everything once more; of two looks at once only the later one counts. */
export async function refresh(): Promise<void> {
  const mine = ++asked;
  window.clearTimeout(again);
  const [who, shifts, questions, free, offered, when] = await Promise.all([calls.standing(), calls.own(), calls.asks(), ...shown()]);
  if (mine !== asked || me.value === null) return;
  if (who.ok) standing.value = who.value;
  if (shifts.ok) own.value = shifts.value.shifts;
  if (free?.ok) open.value = free.value.shifts;
  if (offered?.ok) swaps.value = offered.value.swaps;
  if (questions.ok) asks.value = questions.value.asks;
  if (when?.ok) said.value = when.value;
  away.value = ![who, shifts, questions, free, offered, when].every((one) => one?.ok ?? true);
  if (away.value) again = window.setTimeout(() => void refresh(), AGAIN_MS);
}

/** What only the view of the shifts shows. */
function shown() {
  if (view.peek() !== "shifts") return [null, null, null] as const;
  return [calls.open(), calls.swaps(), calls.availability()] as const;
}

/** Nothing of one person is left for the next. */
function forget(): void {
  asked += 1;
  window.clearTimeout(again);
  standing.value = own.value = open.value = null;
  swaps.value = [];
  asks.value = [];
  said.value = null;
  away.value = false;
}

const changes = computed(() => (me.value === null ? null : `${me.value.rota} ${me.value.may_be_ready} ${view.value}`));

effect(() => {
  if (changes.value === null) forget();
  else void refresh();
});

window.setInterval(() => {
  if (view.value === "shifts" && document.visibilityState === "visible") void refresh();
}, LOOK_AGAIN_MS);
