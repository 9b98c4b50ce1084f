/** The people of the line, found by name. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import type { People, PersonShown } from "../../shared/protocol.ts";
import { Shape } from "../../shared/shapes.tsx";
import { Wide } from "../../shared/wide.tsx";
import { channelNames } from "../coverage/words.ts";
import { peopleTexts } from "./texts.ts";
import { paperWords, stateWords } from "./words.ts";

const SHOWN_FIRST = 100;

function Row({ one }: { one: PersonShown }): JSX.Element {
  const t = peopleTexts();
  const lacking = one.active && one.lacks.length > 0;
  return (
    <tr>
      <th scope="row">
        <a href={to("people", one.id)}>{one.name}</a>
      </th>
      <td>{t.roles[one.role]}</td>
      <td>{channelNames(one.channels)}</td>
      <td>
        <span class="withshape">
          <Shape name={lacking ? "cut" : one.expires.length ? "half" : "full"} />
          <span>{paperWords(one)}</span>
        </span>
      </td>
      <td>{stateWords(one)}</td>
    </tr>
  );
}

function Table({ people }: { people: readonly PersonShown[] }): JSX.Element {
  const t = peopleTexts();
  return (
    <Wide label={t.list}>
      <table>
        <thead>
          <tr>
            {[t.name, t.role, t.takes, t.papers, t.state].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map((one) => (
            <Row key={one.id} one={one} />
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

export function List({ all, expiring }: { all: People; expiring: boolean }): JSX.Element {
  const t = peopleTexts();
  const find = useSignal("");
  const whole = useSignal(false);
  const asked = find.value.trim().toLowerCase();
  const found = all.people.filter(({ name, email }) => name.toLowerCase().includes(asked) || email.toLowerCase().includes(asked));
  const shown = whole.value ? found : found.slice(0, SHOWN_FIRST);
  if (expiring && all.people.length === 0) return <p>{t.expiringNone}</p>;
  return (
    <section class="stack near" aria-labelledby="list">
      <h2 id="list" class="hidden">
        {expiring ? t.expiring : t.everybody}
      </h2>
      <label class="field">
        {t.find}
        <input type="search" value={find.value} autocomplete="off" onInput={(event) => (find.value = event.currentTarget.value)} />
      </label>
      <p role="status">{found.length === 0 ? t.none : t.count(found.length, all.people.length)}</p>
      {found.length > 0 && <Table people={shown} />}
      {shown.length < found.length && (
        <div class="row">
          <button type="button" onClick={() => (whole.value = true)}>
            {t.more(found.length - shown.length)}
          </button>
        </div>
      )}
    </section>
  );
}
