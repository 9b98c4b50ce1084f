/** The figures: the four of now large, the rest as tables. */
import type { JSX } from "preact";
import type { Board } from "../../shared/protocol.ts";
import { PRESENCE_SHAPE, Shape } from "../../shared/shapes.tsx";
import type { Presence } from "../../shared/words.ts";
import { nowTexts } from "./texts.ts";

const ON_DUTY: readonly Presence[] = ["ready", "reserved", "busy", "wrapup", "resting"];

export function onDuty(board: Board): number {
  return ON_DUTY.reduce((sum, presence) => sum + (board.volunteers[presence] ?? 0), 0);
}

export function Uncovered({ board }: { board: Board }): JSX.Element {
  const alone = board.waiting > 0 && onDuty(board) === 0;
  return <div role="alert">{alone && <p class="hand"><strong>{nowTexts().uncovered(board.waiting)}</strong></p>}</div>;
}

export function Now({ board }: { board: Board }): JSX.Element {
  const t = nowTexts();
  const figures: [string, string | number][] = [
    [t.waiting, board.waiting],
    [t.longest, t.span(board.longest_wait_s)],
    [t.inConversation, board.in_conversation],
    [t.free, board.volunteers["ready"] ?? 0],
  ];
  return (
    <section aria-labelledby="now">
      <h2 id="now" class="hidden">
        {t.now}
      </h2>
      <dl class="now">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function Volunteers({ board }: { board: Board }): JSX.Element {
  const t = nowTexts();
  return (
    <table>
      <caption>{t.volunteers}</caption>
      <thead>
        <tr>
          <th scope="col">{t.figure}</th>
          <th scope="col" class="number">
            {t.people}
          </th>
        </tr>
      </thead>
      <tbody>
        {(Object.keys(t.presence) as Presence[]).map((presence) => (
          <tr key={presence}>
            <th scope="row">
              <span class="withshape">
                <Shape name={PRESENCE_SHAPE[presence]} />
                <span>{t.presence[presence]}</span>
              </span>
            </th>
            <td class="number">{board.volunteers[presence] ?? 0}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Today({ board }: { board: Board }): JSX.Element {
  const t = nowTexts();
  const span = (seconds: number | null): string => (seconds === null ? t.notMeasured : t.span(seconds));
  const refused = Object.entries(t.refused).map(([reason, name]): [string, number] => [name, board.refused[reason] ?? 0]);
  const told = board.callers > 0;
  const callers: [string, number][] = told ? [[t.differentCallers, board.callers], [t.differentAnswered, board.callers_answered]] : [];
  const figures: [string, string | number][] = [
    [t.arrivals, board.arrivals],
    [t.answered, board.answered],
    [t.abandoned, board.abandoned],
    ...refused,
    ...callers,
    [t.p50, span(board.wait_p50_s)],
    [t.p90, span(board.wait_p90_s)],
    [t.level(t.span(board.within_s)), board.service_level === null ? t.notMeasured : `${Math.round(board.service_level * 100)} %`],
  ];
  return (
    <table>
      <caption>{t.today}</caption>
      <thead>
        <tr>
          <th scope="col">{t.figure}</th>
          <th scope="col" class="number">
            {t.value}
          </th>
        </tr>
      </thead>
      <tbody>
        {figures.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="number">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
