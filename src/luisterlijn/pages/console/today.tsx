import type { JSX } from "preact";
import { clock } from "../shared/language.ts";
import type { OwnTalk } from "../shared/protocol.ts";
import { topicName } from "./offer.tsx";
import { texts } from "./texts.ts";

function Row({ talk }: { talk: OwnTalk }): JSX.Element {
  const t = texts();
  const result = talk.result as keyof typeof t.results | null;
  return (
    <tr>
      <th scope="row">{clock(talk.started_at)}</th>
      <td>{t.minutes(Math.max(1, Math.round(talk.talked_s / 60)))}</td>
      <td>{talk.topic ? topicName(talk.topic) : t.notSaid}</td>
      <td>{result ? (t.results[result] ?? result) : t.notSaid}</td>
      <td>{talk.heavy && t.yes}</td>
    </tr>
  );
}

/** The volunteer's own talks of today: theirs to look back on, compared with nobody. */
export function Today({ talks }: { talks: readonly OwnTalk[] }): JSX.Element {
  const t = texts();
  if (talks.length === 0) return <p class="soft">{t.todayNone}</p>;
  return (
    <div class="wide" role="region" aria-label={t.today} tabIndex={0}>
      <table>
        <caption>{t.today}</caption>
        <thead>
          <tr>
            {[t.time, t.length, t.topic, t.outcome, t.weight].map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {talks.map((talk) => (
            <Row key={talk.contact} talk={talk} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
