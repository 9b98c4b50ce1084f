/** The HTTP calls of the shifts. */
import { get, post, put, remove, type Answer } from "../../shared/http.ts";
import type {
  AvailabilityGiven,
  AvailabilityShown,
  CalendarLink,
  Colleagues,
  Mine,
  MyAsk,
  MyAsks,
  MyShift,
  MyShifts,
  MyStandby,
  OpenShifts,
  SwapGiven,
  SwapShown,
  Swaps,
  WayGiven,
} from "../../shared/protocol.ts";

export const standing = (): Promise<Answer<Mine>> => get("my");
export const own = (): Promise<Answer<MyShifts>> => get("my/shifts");
export const open = (): Promise<Answer<OpenShifts>> => get("shifts/open?days=28");
export const swaps = (): Promise<Answer<Swaps>> => get("swaps");

export const asks = (): Promise<Answer<MyAsks>> => get("my/asks");
export const reply = (ask: number, answer: "yes" | "no"): Promise<Answer<MyAsk>> => post(`my/asks/${ask}`, { answer });
export const availability = (): Promise<Answer<AvailabilityShown>> => get("my/availability");
export const setAvailability = (given: AvailabilityGiven): Promise<Answer<AvailabilityShown>> => put("my/availability", given);

export const signUp = (shift: string): Promise<Answer<MyShift>> => post(`shifts/${shift}/sign_up`);
export const withdraw = (signUp: string, cannot = false): Promise<Answer<null>> => post(`sign_ups/${signUp}/withdraw`, { cannot });
export const walkIn = (): Promise<Answer<MyShift>> => post("my/walk_in", {});

export const colleagues = (signUp: string): Promise<Answer<Colleagues>> => get(`sign_ups/${signUp}/colleagues`);
export const give = (signUp: string, given: SwapGiven): Promise<Answer<SwapShown>> => post(`sign_ups/${signUp}/swap`, given);
export const take = (swap: string): Promise<Answer<SwapShown>> => post(`swaps/${swap}/take`, {});
export const refuse = (swap: string): Promise<Answer<SwapShown>> => post(`swaps/${swap}/refuse`, {});
export const keep = (swap: string): Promise<Answer<SwapShown>> => post(`swaps/${swap}/cancel`);

export const setStandby = (given: MyStandby): Promise<Answer<Mine>> => put("my/standby", given);
export const setWilling = (until: string | null): Promise<Answer<Mine>> => post("my/willing", { until });
export const addWay = (given: WayGiven): Promise<Answer<Mine>> => post("my/ways", given);
export const tryWay = (id: number): Promise<Answer<null>> => post(`my/ways/${id}/try`);
export const removeWay = (id: number): Promise<Answer<Mine>> => remove(`my/ways/${id}`);
export const makeCalendar = (): Promise<Answer<CalendarLink>> => post("my/calendar");
export const stopCalendar = (): Promise<Answer<null>> => remove("my/calendar");
