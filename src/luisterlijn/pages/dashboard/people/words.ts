/** What is said of somebody's papers. */
import type { PersonShown } from "../../shared/protocol.ts";
import { dayDate } from "../parts/when.ts";
import { peopleTexts } from "./texts.ts";

type Lack = PersonShown["lacks"][number];

export function lackWords({ kind, what, on }: Lack): string {
  const { lack } = peopleTexts();
  const day = on ? dayDate(on) : "";
  if (kind === "inactive") return lack.inactive;
  return kind === "certificate" ? lack.certificate(day) : lack.training(what, day);
}

export function expiryWords({ kind, what, on }: Lack): string {
  const { expires } = peopleTexts();
  const day = on ? dayDate(on) : "";
  return kind === "training" ? expires.training(what, day) : expires.certificate(day);
}

/** The papers in one line; what is lacking first. */
export function paperWords({ lacks, expires }: PersonShown): string {
  const said = [...lacks.filter(({ kind }) => kind !== "inactive").map(lackWords), ...expires.map(expiryWords)];
  return said.length ? said.join(", ") : peopleTexts().fine;
}

export function stateWords({ active, invited }: PersonShown): string {
  const t = peopleTexts();
  if (!active) return t.inactive;
  return invited ? t.invited : t.active;
}
