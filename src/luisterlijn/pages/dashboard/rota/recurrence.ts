/** How often a template has a shift: a rule of RFC 5545, as boxes. Pure. */

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** `other`: a rule the boxes cannot show; it stays as it was written. */
export interface Recurrence {
  every: "day" | "week" | "other";
  interval: number;
  weekdays: readonly string[];
  recurrence: string;
}

const PARTS: readonly string[] = ["FREQ", "INTERVAL", "BYDAY"];

export function readRule(recurrence: string): Recurrence {
  const other: Recurrence = { every: "other", interval: 1, weekdays: [], recurrence };
  const pairs = recurrence.toUpperCase().split(";").filter(Boolean).map((pair) => pair.split("="));
  const by = new Map(pairs.map(([key = "", value = ""]) => [key, value]));
  if ([...by.keys()].some((key) => !PARTS.includes(key))) return other;
  const weekdays = by.get("BYDAY")?.split(",") ?? [];
  if (weekdays.some((day) => !WEEKDAYS.some((one) => one === day))) return other;
  const interval = Number(by.get("INTERVAL") ?? 1);
  if (by.get("FREQ") === "WEEKLY") return { every: "week", interval, weekdays, recurrence };
  if (by.get("FREQ") !== "DAILY" || (weekdays.length && interval > 1)) return other;
  return weekdays.length ? { every: "week", interval, weekdays, recurrence } : { every: "day", interval, weekdays: [...WEEKDAYS], recurrence };
}

export function writeRule({ every, interval, weekdays, recurrence }: Recurrence): string {
  const often = interval > 1 ? `;INTERVAL=${interval}` : "";
  if (every === "day") return `FREQ=DAILY${often}`;
  if (every === "week") return `FREQ=WEEKLY${often}${weekdays.length ? `;BYDAY=${weekdays.join(",")}` : ""}`;
  return recurrence;
}
