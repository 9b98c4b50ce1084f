/**
 * The map as a grid: one cell has the tab stop, the arrow keys go on from there, Home and End to the ends of the row.
 *
 * An hour that comes twice has a column of its own; on the other days that place is empty, as is an hour that is skipped.
 */
import type { JSX, TargetedKeyboardEvent } from "preact";
import { useRef } from "preact/hooks";
import { capital } from "../../shared/when.ts";
import { dayLong, dayShort } from "../parts/when.ts";
import type { MapDay } from "./map.tsx";
import type { Cell } from "./reading.ts";
import { Box } from "./strip.tsx";
import { coverageTexts } from "./texts.ts";
import { cellWords } from "./words.ts";

const keyOf = ({ hour }: Cell): number => hour.hour * 2 + (hour.again ? 1 : 0);
const columnName = (key: number): string => String(key >> 1).padStart(2, "0") + (key % 2 ? "″" : "");

function columnsOf(days: readonly MapDay[]): number[] {
  return [...new Set(days.flatMap(({ cells }) => cells.map(keyOf)))].sort((one, other) => one - other);
}

const STEPS: Record<string, readonly [number, number]> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** The cell the key leads to from this one, past places that are empty. */
function target(cell: HTMLElement, key: string): HTMLElement | null {
  const row = cell.closest("[role=row]");
  const cells = row ? [...row.querySelectorAll<HTMLElement>("[data-column]")] : [];
  if (key === "Home") return cells[0] ?? null;
  if (key === "End") return cells.at(-1) ?? null;
  const [down, right] = STEPS[key] ?? [0, 0];
  if (right) return cells[cells.indexOf(cell) + right] ?? null;
  for (let next = row; next; ) {
    next = down > 0 ? next.nextElementSibling : next.previousElementSibling;
    const found = next?.querySelector<HTMLElement>(`[data-column="${cell.dataset["column"]}"]`);
    if (found) return found;
  }
  return null;
}

function useRoving(): { onKeyDown: (event: TargetedKeyboardEvent<HTMLElement>) => void; onFocus: (event: FocusEvent) => void } {
  const stop = useRef<HTMLElement | null>(null);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-column]");
    if (!cell) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      location.hash = cell.dataset["to"] ?? "";
      return;
    }
    const next = event.key in STEPS || event.key === "Home" || event.key === "End" ? target(cell, event.key) : null;
    if (next) event.preventDefault();
    next?.focus();
  };
  const onFocus = (event: FocusEvent): void => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-column]");
    if (!cell || cell === stop.current) return;
    const before = stop.current ?? cell.closest("[role=grid]")?.querySelector<HTMLElement>('[data-column][tabindex="0"]');
    if (before) before.tabIndex = -1;
    cell.tabIndex = 0;
    stop.current = cell;
  };
  return { onKeyDown, onFocus };
}

interface RowProps {
  one: MapDay;
  columns: readonly number[];
  first: boolean;
  link: (day: string) => string;
}

function Row({ one, columns, first, link }: RowProps): JSX.Element {
  const t = coverageTexts();
  const by = new Map(one.cells.map((cell) => [keyOf(cell), cell]));
  const stop = first ? one.cells[0] : undefined;
  return (
    <div role="row" class="maprow">
      <span role="rowheader">
        <span aria-hidden="true">{capital(dayShort(one.day))}</span>
        <span class="hidden">{dayLong(one.day)}</span>
      </span>
      {columns.map((key) => {
        const cell = by.get(key);
        if (!cell) {
          return (
            <span role="gridcell" key={key} class="nohour">
              {key % 2 === 0 && <span class="hidden">{t.noHour}</span>}
            </span>
          );
        }
        return (
          <span role="gridcell" key={key} data-column={key} data-to={link(one.day)} tabIndex={cell === stop ? 0 : -1}>
            <Box cell={cell} />
            <span class="hidden">{`${dayLong(one.day)} ${cellWords(cell)}`}</span>
          </span>
        );
      })}
    </div>
  );
}

export function Grid({ days, name, link }: { days: readonly MapDay[]; name: string; link: (day: string) => string }): JSX.Element {
  const t = coverageTexts();
  const columns = columnsOf(days);
  const { onKeyDown, onFocus } = useRoving();
  const onClick = (event: MouseEvent): void => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-to]");
    if (cell) location.hash = cell.dataset["to"] ?? "";
  };
  return (
    <div role="grid" class={`map of-${columns.length}`} aria-label={name} onKeyDown={onKeyDown} onFocusIn={onFocus} onClick={onClick}>
      <div role="row" class="maprow">
        <span role="columnheader">
          <span class="hidden">{t.day}</span>
        </span>
        {columns.map((key) => (
          <span role="columnheader" key={key}>
            <span aria-hidden="true">{columnName(key)}</span>
            <span class="hidden">{`${columnName(key).slice(0, 2)}:00${key % 2 ? `, ${t.again}` : ""}`}</span>
          </span>
        ))}
      </div>
      {days.map((one, index) => (
        <Row key={one.day} one={one} columns={columns} first={index === 0} link={link} />
      ))}
    </div>
  );
}
