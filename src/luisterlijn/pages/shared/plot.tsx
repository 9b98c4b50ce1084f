/**
 * A plot over time: lines told apart by dash as well as by colour, and the same figures as a table below.
 *
 * Nothing moves by itself, and it is drawn anew only when its figures change, at most once a second.
 */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "./plot.css";
import { clock } from "./language.ts";
import { Wide } from "./wide.tsx";

/** A value of `area`, `step`, `stepdashed` and `band` is one of the whole time up to the next instant. `line`: as solid, without points. */
export type Look = "bars" | "solid" | "dashed" | "line" | "dots" | "area" | "step" | "stepdashed" | "band";

export interface Series {
  name: string;
  look: Look;
  /** One for each instant; null where nothing was measured. */
  values: readonly (number | null)[];
  /** Of a band: its lower edge; `values` is the upper one. */
  low?: readonly (number | null)[];
}

/** How instants are told where the clock alone would not do, and how many seconds may be between two on the scale. */
interface Moments {
  tick: (ms: number) => string;
  row: (ms: number) => string;
  every: readonly number[];
}

interface PlotProps {
  name: string;
  /** Instants in ms, rising. */
  at: readonly number[];
  series: readonly Series[];
  zone: string;
  told: (value: number) => string;
  /** Distances between the lines of the scale; whole numbers where none are given. */
  steps?: readonly number[];
  moments?: Moments;
  words: { time: string; table: string; none: string; empty: string };
}

const HEIGHT = 260;
/** Half a quarter: room for the first and the last bar. */
const HALF_S = 450;
const REDRAW_MS = 1000;
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const dashes = (look: Look): number[] => (look === "dashed" || look === "stepdashed" ? [4, 7] : []);
const stepped = (look: Look): boolean => look === "area" || look === "step" || look === "stepdashed" || look === "band";

function drawn({ name, look }: Series): uPlot.Series[] {
  const soft = { label: name, stroke: token("--ink-soft"), width: 1.5, points: { show: false } };
  const steps = stepped(look) ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  const points = { show: true, size: 7, fill: token("--paper") };
  switch (look) {
    case "bars": {
      const paths = uPlot.paths.bars?.({ size: [0.8, 60], align: 0 });
      return [{ ...soft, fill: token("--edge-soft"), ...(paths && { paths }) }];
    }
    case "band":
      return [soft, soft].map((edge) => ({ ...edge, dash: [2, 4], ...(steps && { paths: steps }) }));
    case "area":
      return [{ ...soft, fill: token("--edge-soft"), ...(steps && { paths: steps }) }];
    case "dots":
      return [{ label: name, stroke: token("--ink"), width: 0, paths: () => null, points: { show: true, size: 5, fill: token("--ink") } }];
    default: {
      const line = { label: name, stroke: token(dashes(look).length ? "--ink" : "--act"), width: 3, dash: dashes(look) };
      const plain = look === "line" || stepped(look);
      return [{ ...line, points: plain ? { show: false } : points, ...(steps && { paths: steps }) }];
    }
  }
}

/** The fill between the two edges of each band. */
function bands(series: readonly Series[]): uPlot.Band[] {
  let place = 1;
  return series.flatMap(({ look }) => {
    const upper = place;
    place += look === "band" ? 2 : 1;
    return look === "band" ? [{ series: [upper, upper + 1], fill: token("--lamp-soft") }] : [];
  });
}

function axis(more: uPlot.Axis): uPlot.Axis {
  const font = `18px ${getComputedStyle(document.body).fontFamily}`;
  return { font, stroke: token("--ink-soft"), grid: { stroke: token("--edge-soft"), width: 1 }, ticks: { show: false }, ...more };
}

function options({ at, series, zone, told, steps, moments }: PlotProps, width: number): uPlot.Options {
  const tick = moments?.tick ?? ((ms: number) => clock(new Date(ms), zone));
  const last = moments ? (at.at(-1) ?? Infinity) : Infinity;
  const ticks = (_plot: uPlot, splits: number[]): string[] => splits.map((second) => (second * 1000 > last ? "" : tick(second * 1000)));
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { range: (_plot, first, last) => [first - HALF_S, last + HALF_S] }, y: { range: (_plot, _low, high) => [0, Math.max(4, high * 1.1)] } },
    tzDate: (second) => uPlot.tzDate(new Date(second * 1000), zone),
    axes: [
      axis({ values: ticks, space: 80, size: 34, ...(moments && { incrs: [...moments.every] }) }),
      axis({ values: (_plot, splits) => splits.map(told), incrs: [...(steps ?? WHOLE)], space: 40, size: 84 }),
    ],
    series: [{}, ...series.flatMap(drawn)],
    bands: bands(series),
  };
}

/** Where a value is one of a whole time, the last one too gets its room. */
function figures({ at, series }: PlotProps): uPlot.AlignedData {
  const [last, before] = [at.at(-1), at.at(-2)];
  const more = last !== undefined && before !== undefined && series.some(({ look }) => stepped(look));
  const instants = more ? [...at, last + last - before] : at;
  const column = (look: Look, values: Series["values"]): (number | null)[] => (more ? [...values, stepped(look) ? (values.at(-1) ?? null) : null] : [...values]);
  const columns = series.flatMap(({ look, values, low }) => [column(look, values), ...(low ? [column(look, low)] : [])]);
  return [instants.map((ms) => ms / 1000), ...columns] as uPlot.AlignedData;
}

/** Draws into the element, and anew when its width, the light, or (at most once a second) the figures change. */
function useDrawing(props: PlotProps): { current: HTMLDivElement | null } {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const drawnAt = useRef(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const draw = (): void => {
      plot.current?.destroy();
      plot.current = new uPlot(options(latest.current, Math.max(200, element.clientWidth)), figures(latest.current), element);
    };
    const sized = new ResizeObserver(() => plot.current?.width !== element.clientWidth && draw());
    sized.observe(element);
    const light = matchMedia("(prefers-color-scheme: dark)");
    light.addEventListener("change", draw);
    return () => {
      sized.disconnect();
      light.removeEventListener("change", draw);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [props.name]);
  useEffect(() => {
    const timer = window.setTimeout(
      () => {
        drawnAt.current = Date.now();
        plot.current?.setData(figures(latest.current));
      },
      Math.max(0, drawnAt.current + REDRAW_MS - Date.now()),
    );
    return () => window.clearTimeout(timer);
  }, [JSON.stringify([props.at, props.series])]);
  return box;
}

/** What each looks like in the key. */
function Mark({ look }: { look: Look }): JSX.Element {
  switch (look) {
    case "bars":
      return <rect x="8" y="2" width="24" height="12" />;
    case "area":
    case "band":
      return <rect x="1" y="2" width="38" height="12" />;
    case "dots":
      return (
        <>
          <circle cx="8" cy="11" r="3" />
          <circle cx="20" cy="5" r="3" />
          <circle cx="32" cy="9" r="3" />
        </>
      );
    case "step":
    case "stepdashed":
      return <path d="M1 13H20V4H39" />;
    default:
      return <path d="M1 8H39" />;
  }
}

function Key({ look }: { look: Look }): JSX.Element {
  return (
    <svg class={`key is-${look}`} viewBox="0 0 40 16" aria-hidden="true" focusable="false">
      <Mark look={look} />
    </svg>
  );
}

function cell({ series, told, words }: PlotProps, column: number, row: number): string {
  const { values, low } = series[column] ?? { values: [] };
  const value = values[row] ?? null;
  if (value === null) return words.none;
  const least = low?.[row] ?? null;
  return least === null ? told(value) : `${told(least)} – ${told(value)}`;
}

function Rows(props: PlotProps): JSX.Element {
  const { name, at, series, zone, words, moments } = props;
  const when = moments?.row ?? ((ms: number) => clock(new Date(ms), zone));
  return (
    <Wide label={name}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            {series.map((one) => (
              <th key={one.name} scope="col" class="number">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {at.map((ms, row) => (
            <tr key={ms}>
              <th scope="row">{when(ms)}</th>
              {series.map((one, column) => (
                <td key={one.name} class="number">
                  {cell(props, column, row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** Its rows are made once somebody opens it: a week has hundreds. */
function AsTable(props: PlotProps): JSX.Element {
  const open = useSignal(false);
  return (
    <details onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>
        {props.words.table}
        <span class="hidden">{`: ${props.name}`}</span>
      </summary>
      {open.value && <Rows {...props} />}
    </details>
  );
}

export function Plot(props: PlotProps): JSX.Element {
  const box = useDrawing(props);
  const empty = props.series.every(({ values }) => values.every((value) => value === null));
  return (
    <figure class="plot stack near">
      <figcaption>
        <strong>{props.name}</strong>
        <ul class="keys">
          {props.series.map(({ name, look }) => (
            <li key={name}>
              <Key look={look} />
              {name}
            </li>
          ))}
        </ul>
      </figcaption>
      <div class="drawn" ref={box} aria-hidden="true" />
      {empty && <p>{props.words.empty}</p>}
      {!empty && <AsTable {...props} />}
    </figure>
  );
}
