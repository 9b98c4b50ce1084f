/** A row of the trail in words. */
import type { AuditRow, People } from "../../shared/protocol.ts";
import { capital, listed } from "../../shared/when.ts";
import { auditTexts } from "./texts.ts";

export type Names = ReadonlyMap<string, string>;

export const namesOf = (all: People | null): Names => new Map(all?.people.map(({ id, name }) => [id, name]) ?? []);

function detail(row: AuditRow, key: string): string {
  const value = row.detail[key];
  return typeof value === "string" ? value : "";
}

export function rowWords(row: AuditRow, names: Names): string {
  const t = auditTexts();
  const who = row.by === "system" ? t.system : row.by === "command" ? t.command : (row.by_name ?? names.get(row.by) ?? t.somebody);
  const whom = row.about_name ?? names.get(detail(row, "volunteer")) ?? names.get(detail(row, "person")) ?? "";
  const deed = t.deeds[row.what];
  return deed ? capital(deed(who, whom)) : t.other(who, row.what.replaceAll(/[._]/g, " "));
}

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return listed(value.map(valueWords));
  if (typeof value === "string") return auditTexts().values[value] ?? value.replaceAll("_", " ");
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** What else was noted, without ids: "reden: ziek, stand: signed". */
export function detailWords(row: AuditRow): string {
  const { keys } = auditTexts();
  const told = Object.entries(row.detail).map(([key, value]): [string | undefined, string] => [keys[key], valueWords(value)]);
  return told
    .filter(([name, value]) => name && value && value !== auditTexts().values["signed"])
    .map(([name, value]) => `${name}: ${value}`)
    .join("; ");
}
