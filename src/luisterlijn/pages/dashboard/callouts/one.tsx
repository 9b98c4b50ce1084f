/** One call-out: what for, how far it is, who was asked and what they said, and what may be done about it. */
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import { post } from "../../shared/http.ts";
import type { AskShown, CalloutShown, WayTried } from "../../shared/protocol.ts";
import { Shape, type ShapeName } from "../../shared/shapes.tsx";
import { capital } from "../../shared/when.ts";
import { Wide } from "../../shared/wide.tsx";
import { channelNames } from "../coverage/words.ts";
import { refresh } from "../parts/fetched.ts";
import { Ask } from "../parts/opener.tsx";
import { instant, range, time } from "../parts/when.ts";
import { calloutTexts } from "./texts.ts";

const SHAPES: Record<CalloutShown["state"], ShapeName> = { running: "target", filled: "full", stopped: "bars", exhausted: "cut", over: "ring" };

function wayWords({ kind, state, tries, trouble }: WayTried): string {
  const t = calloutTexts();
  const often = state === "failed" && tries > 1 ? ` ${t.tries(tries)}` : "";
  return `${t.ways[kind]}: ${t.way[state]}${often}${trouble ? ` (${trouble})` : ""}`;
}

function Row({ ask }: { ask: AskShown }): JSX.Element {
  const t = calloutTexts();
  return (
    <tr>
      <th scope="row">{ask.name}</th>
      <td class="number">{ask.round}</td>
      <td>{time(ask.asked_at)}</td>
      <td>
        {ask.ways.length === 0 && t.wayNone}
        <ul class="bare">
          {ask.ways.map((way) => (
            <li key={way.kind} class={way.state === "failed" ? "failed" : ""}>
              {wayWords(way)}
            </li>
          ))}
        </ul>
      </td>
      <td>
        {ask.answer ? <strong>{t.answers[ask.answer]}</strong> : t.answerNone}
        {ask.answered_at && ` (${time(ask.answered_at)})`}
      </td>
    </tr>
  );
}

function Asks({ asks, open }: { asks: readonly AskShown[]; open: boolean }): JSX.Element {
  const t = calloutTexts();
  if (asks.length === 0) return <p>{t.asksNone}</p>;
  return (
    <details open={open}>
      <summary>{t.asks(asks.length)}</summary>
      <Wide label={t.asks(asks.length)}>
        <table>
          <thead>
            <tr>
              {[t.who, t.roundWord, t.askedAt, t.how, t.answer].map((name, index) => (
                <th key={name} scope="col" class={index === 1 ? "number" : ""}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {asks.map((ask) => (
              <Row key={`${ask.name} ${ask.asked_at}`} ask={ask} />
            ))}
          </tbody>
        </table>
      </Wide>
    </details>
  );
}

function Doings({ id, running }: { id: string; running: boolean }): JSX.Element {
  const t = calloutTexts();
  const send = (what: "stop" | "force" | "repeat") => () => post<CalloutShown>(`callouts/${id}/${what}`);
  const then = (): void => void refresh();
  return (
    <div class="row">
      {running && <Ask label={t.force} head={t.forceHead} text={t.forceText} yes={t.forceYes} send={send("force")} then={then} main />}
      <Ask label={t.repeat} head={t.repeatHead} text={t.repeatText} yes={t.repeatYes} send={send("repeat")} then={then} />
      {running && <Ask label={t.stop} head={t.stopHead} text={t.stopText} yes={t.stopYes} send={send("stop")} then={then} />}
    </div>
  );
}

function told(one: CalloutShown): string[] {
  const t = calloutTexts();
  const said = [t.why[one.why]];
  if (one.shift_name) said.push(t.shift(one.shift_name));
  if (one.state === "running" && one.stage) said.push(t.round(one.round, t.stages[one.stage]));
  if (one.state === "running" && one.next_at) said.push(t.next(time(one.next_at)));
  said.push(t.by(one.started_by === "system" ? t.system : one.started_by, instant(one.started_at)));
  if (one.ended_at) said.push(t.ended(instant(one.ended_at)));
  return said;
}

export function OneCallout({ one, open }: { one: CalloutShown; open: boolean }): JSX.Element {
  const t = calloutTexts();
  const running = one.state === "running";
  const again = one.state !== "over" && one.state !== "filled" && Date.parse(one.ends_at) > Date.now();
  return (
    <section class="paper stack near" aria-labelledby={`callout-${one.id}`} data-callout={one.state}>
      <h3 id={`callout-${one.id}`} tabIndex={-1} data-focus="first">
        {capital(t.name(range(one.starts_at, one.ends_at), channelNames(one.channels)))}
      </h3>
      <p class="withshape">
        <Shape name={SHAPES[one.state]} />
        <strong>{`${t.states[one.state]}: ${t.came(one.filled, one.need)}`}</strong>
      </p>
      <p>{told(one).join(" ")}</p>
      <Asks asks={one.asks} open={open} />
      {again && <Doings id={one.id} running={running} />}
      <p>
        <a class="go" href={to("audit", one.id)}>
          {t.audit}
        </a>
      </p>
    </section>
  );
}
