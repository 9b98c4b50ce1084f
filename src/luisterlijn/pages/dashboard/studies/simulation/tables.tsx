/** The figures of a simulation: all of them by channel, or of two rotas beside each other. */
import type { JSX } from "preact";
import type { PlayedShown, SimulationShown } from "../../../shared/protocol.ts";
import { Wide } from "../../../shared/wide.tsx";
import { partTexts } from "../../parts/texts.ts";
import { isClear } from "./result.ts";
import { simulationTexts } from "./texts.ts";
import { told, toldMore } from "./words.ts";

const COMPARED = ["helped_share", "service_level", "abandoned_share", "wait_p50_s", "wait_p90_s", "uncovered_minutes", "occupancy"];

interface Column {
  name: string;
  cell: (figure: string) => string;
}

function Table({ label, figures, columns }: { label: string; figures: readonly string[]; columns: readonly Column[] }): JSX.Element {
  const t = simulationTexts();
  return (
    <Wide label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.figure}</th>
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr key={figure}>
              <th scope="row">{t.names[figure]}</th>
              {columns.map(({ name, cell }) => (
                <td key={name}>{cell(figure)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

export function AllFigures({ result }: { result: SimulationShown }): JSX.Element {
  const t = simulationTexts();
  const names = partTexts().channelWord as Record<string, string>;
  const channels = Object.entries(result.channels);
  const columns: Column[] = [{ name: t.everything, cell: (figure) => told(figure, result.figures[figure] ?? null) }];
  if (channels.length > 1) {
    for (const [channel, figures] of channels) columns.push({ name: names[channel] ?? channel, cell: (figure) => told(figure, figures[figure] ?? null) });
  }
  return <Table label={t.table} figures={Object.keys(t.names)} columns={columns} />;
}

export function Compared({ result, before }: { result: SimulationShown; before: PlayedShown }): JSX.Element {
  const t = simulationTexts();
  const more = (figure: string): string => {
    const one = result.difference?.figures[figure] ?? null;
    return one === null ? "–" : `${toldMore(figure, one)}, ${isClear(one) ? t.clear : t.unclear}`;
  };
  const columns: Column[] = [
    { name: t.now, cell: (figure) => told(figure, before.figures[figure] ?? null) },
    { name: t.then, cell: (figure) => told(figure, result.figures[figure] ?? null) },
    { name: t.difference, cell: more },
  ];
  return <Table label={t.comparedTable} figures={COMPARED} columns={columns} />;
}
