/** The figures: the four of now large, the rest as tables. */
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import type { Board, Callouts } from "../../shared/protocol.ts";
import { PRESENCE_SHAPE, Shape } from "../../shared/shapes.tsx";
import type { Presence } from "../../shared/words.ts";
import { CallNow, callingFor } from "../callouts/call.tsx";
import { HOUR_MS } from "../parts/zoned.ts";
import { nowTexts } from "./texts.ts";

const CALLED_FOR_MS = 2 * HOUR_MS;
const ON_DUTY: readonly Presence[] = ["ready", "reserved", "busy", "wrapup", "resting"];

export function onDuty(board: Board): number {
  return ON_DUTY.reduce((sum, presence) => sum + (board.volunteers[presence] ?? 0), 0);
}

/** Who waits while nobody is there: said at once, with the way to call people for the coming hours. */
export function Uncovered({ board, callouts }: { board: Board; callouts: Callouts | null }): JSX.Element {
  const alone = board.waiting > 0 && onDuty(board) === 0;
  const channels = board.channels.filter(({ waiting }) => waiting > 0).map(({ channel }) => channel);
  const at = Date.parse(board.at);
  const hole = { channels, starts_at: board.at, ends_at: new Date(at + CALLED_FOR_MS).toISOString(), short: 1, severity: 1, uncovered_s: 0 };
  const running = callingFor(hole, callouts);
  return (
    <div class={alone ? "hand between" : ""}>
      <div role="alert">
        {alone && (
          <p>
            <strong>{nowTexts().uncovered(board.waiting)}</strong>
          </p>
        )}
      </div>
      {alone && running && (
        <a class="go" href={to("callouts", running.id)}>
          {nowTexts().toCallouts}
        </a>
      )}
      {alone && !running && channels.length > 0 && <CallNow hole={hole} main />}
    </div>
  );
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
    <section aria-labelledby="figures">
      <h2 id="figures" class="hidden">
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
