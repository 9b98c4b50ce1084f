/**
 * A plot of a day: lines told apart by dash as well as by colour, and the same figures as a table below.
 *
 * Nothing moves by itself, and it is drawn anew only when its figures change, at most once a second.
 */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "./plot.css";
import { clock } from "./language.ts";
import { Wide } from "./wide.tsx";

export type Look = "bars" | "solid" | "dashed";

export interface Series {
  name: string;
  look: Look;
  /** One for each instant; null where nothing was measured. */
  values: readonly (number | null)[];
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

function drawn({ name, look }: Series): uPlot.Series {
  const points = { show: true, size: 7, fill: token("--paper") };
  if (look === "bars") {
    const paths = uPlot.paths.bars?.({ size: [0.8, 60], align: 0 });
    return { label: name, stroke: token("--ink-soft"), width: 1.5, fill: token("--edge-soft"), points: { show: false }, ...(paths && { paths }) };
  }
  const dashed = look === "dashed";
  return { label: name, stroke: token(dashed ? "--ink" : "--act"), width: 3, dash: dashed ? [4, 7] : [], points };
}

function axis(more: uPlot.Axis): uPlot.Axis {
  const font = `18px ${getComputedStyle(document.body).fontFamily}`;
  return { font, stroke: token("--ink-soft"), grid: { stroke: token("--edge-soft"), width: 1 }, ticks: { show: false }, ...more };
}

function options({ series, zone, told, steps }: PlotProps, width: number): uPlot.Options {
  const hours = (_plot: uPlot, splits: number[]): string[] => splits.map((second) => clock(new Date(second * 1000), zone));
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { range: (_plot, first, last) => [first - HALF_S, last + HALF_S] }, y: { range: (_plot, _low, high) => [0, Math.max(4, high * 1.1)] } },
    tzDate: (second) => uPlot.tzDate(new Date(second * 1000), zone),
    axes: [
      axis({ values: hours, space: 80, size: 34 }),
      axis({ values: (_plot, splits) => splits.map(told), incrs: [...(steps ?? WHOLE)], space: 40, size: 84 }),
    ],
    series: [{}, ...series.map(drawn)],
  };
}

function figures({ at, series }: PlotProps): uPlot.AlignedData {
  return [at.map((ms) => ms / 1000), ...series.map(({ values }) => [...values])] as uPlot.AlignedData;
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

function Key({ look }: { look: Look }): JSX.Element {
  return (
    <svg class={`key is-${look}`} viewBox="0 0 40 16" aria-hidden="true" focusable="false">
      {look === "bars" ? <rect x="8" y="2" width="24" height="12" /> : <path d="M1 8H39" />}
    </svg>
  );
}

function AsTable({ name, at, series, zone, told, words }: PlotProps): JSX.Element {
  return (
    <details>
      <summary>{words.table}</summary>
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
            {at.map((ms, index) => (
              <tr key={ms}>
                <th scope="row">{clock(new Date(ms), zone)}</th>
                {series.map(({ name: key, values }) => (
                  <td key={key} class="number">
                    {values[index] === null || values[index] === undefined ? words.none : told(values[index])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
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
