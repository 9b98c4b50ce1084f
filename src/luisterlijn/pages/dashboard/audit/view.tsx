/** The audit trail. `#audit/<about>/<before>`: what is about a person or a thing (`all`: everything), before a row. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { Screen } from "../../shared/frame.tsx";
import { go, to } from "../../shared/hash.ts";
import type { Audit, AuditRow, People } from "../../shared/protocol.ts";
import { capital } from "../../shared/when.ts";
import { Meanwhile } from "../frame.tsx";
import { useFetched } from "../parts/fetched.ts";
import { grouped } from "../parts/grouped.ts";
import { Loaded } from "../parts/loaded.tsx";
import { dayLong, time, zone } from "../parts/when.ts";
import { localDay } from "../parts/zoned.ts";
import { stale } from "../state.ts";
import { below } from "../views.ts";
import { auditTexts } from "./texts.ts";
import { detailWords, namesOf, rowWords, type Names } from "./words.ts";

const ALL = "all";
const PAGE = 100;

function Row({ row, names, about }: { row: AuditRow; names: Names; about: string }): JSX.Element {
  const t = auditTexts();
  const more = detailWords(row);
  return (
    <li class="trail">
      <p class="soft">{time(row.at)}</p>
      <div>
        <p>{rowWords(row, names)}</p>
        {more && <p class="soft">{more}</p>}
      </div>
      {row.about && row.about !== about && (
        <a class="go" href={to("audit", row.about)}>
          {row.about_name ? t.about(row.about_name) : t.aboutThing}
          {!row.about_name && <span class="hidden">{`: ${rowWords(row, names)}`}</span>}
        </a>
      )}
    </li>
  );
}

function Days({ rows, names, about }: { rows: readonly AuditRow[]; names: Names; about: string }): JSX.Element {
  const days = grouped(rows, (row) => localDay(Date.parse(row.at), zone()));
  return (
    <>
      {[...days].map(([day, some]) => (
        <section key={day} class="stack near" aria-labelledby={`trail-${day}`}>
          <h2 id={`trail-${day}`}>{capital(dayLong(day))}</h2>
          <ol class="bare">
            {some.map((row) => (
              <Row key={row.number} row={row} names={names} about={about} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function Find({ people }: { people: People | null }): JSX.Element {
  const t = auditTexts();
  const id = useId();
  const asked = useSignal("");
  const missed = useSignal(false);
  const look = (): void => {
    const found = people?.people.find(({ name }) => name.toLowerCase() === asked.value.trim().toLowerCase());
    missed.value = !found;
    if (found) go("audit", found.id);
  };
  return (
    <form
      class="row bottom"
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <label class="field">
        {t.find}
        <input type="search" list={id} value={asked.value} autocomplete="off" onInput={(event) => (asked.value = event.currentTarget.value)} />
      </label>
      <datalist id={id}>
        {people?.people.map((one) => (
          <option key={one.id} value={one.name} />
        ))}
      </datalist>
      <button type="submit">{t.findGo}</button>
      <p role="status">{missed.value ? t.findNone : ""}</p>
    </form>
  );
}

interface TrailProps {
  audit: Audit;
  people: People | null;
  about: string;
  before: string | undefined;
}

function Trail({ audit, people, about, before }: TrailProps): JSX.Element {
  const t = auditTexts();
  const names = namesOf(people);
  const last = audit.rows.at(-1);
  return (
    <>
      {audit.rows.length === 0 && <p>{before ? t.noneEarlier : t.none}</p>}
      <Days rows={audit.rows} names={names} about={about} />
      <div class="row">
        {before && (
          <a class="go" href={to("audit", about)}>
            {t.newest}
          </a>
        )}
        {last && audit.rows.length >= PAGE && (
          <a class="go" href={to("audit", about, last.number)}>
            {t.earlier}
          </a>
        )}
      </div>
    </>
  );
}

export function AuditView(): JSX.Element {
  const t = auditTexts();
  const [about = ALL, before] = below.value;
  const query = new URLSearchParams({ ...(about !== ALL && { about }), ...(before && { before }) });
  const audit = useFetched<Audit>(`audit?${query}`);
  const people = useFetched<People>("people").value.value;
  const name = namesOf(people).get(about);
  return (
    <Screen state="home" data-step={`audit/${about}/${before ?? ""}`} data-stale={String(stale.value)} head={about === ALL ? t.head : `${t.head}: ${name ?? t.thing}`}>
      <Meanwhile />
      <p>{t.lead}</p>
      <Find people={people} />
      {about !== ALL && (
        <p>
          <a class="go" href={to("audit")}>
            {t.everything}
          </a>
        </p>
      )}
      <Loaded of={audit}>{(value) => <Trail audit={value} people={people} about={about} before={before} />}</Loaded>
    </Screen>
  );
}
