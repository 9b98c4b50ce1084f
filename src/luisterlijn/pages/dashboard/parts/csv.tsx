/** A file in and out. Either all of a file is taken, or none of it, and then each row that is wrong is named. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { postCsv } from "../../shared/http.ts";
import { language } from "../../shared/language.ts";
import type { CsvTaken, CsvTrouble } from "../../shared/protocol.ts";
import { Wide } from "../../shared/wide.tsx";
import { refresh } from "./fetched.ts";
import { inDutch } from "./remedies.ts";
import { partTexts } from "./texts.ts";
import { TroubleNote, type Trouble } from "./trouble.tsx";

/** In the language of the page, where that is known. */
function Remedy({ said }: { said: string }): JSX.Element {
  const dutch = language.value === "nl" ? inDutch(said) : null;
  return dutch ? <td>{dutch}</td> : <td lang="en">{said}</td>;
}

function Troubles({ troubles }: { troubles: readonly CsvTrouble[] }): JSX.Element {
  const t = partTexts();
  return (
    <Wide label={t.fileTroubles(troubles.length)}>
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">
              {t.row}
            </th>
            <th scope="col">{t.column}</th>
            <th scope="col">{t.value}</th>
            <th scope="col">{t.remedy}</th>
          </tr>
        </thead>
        <tbody>
          {troubles.map((one) => (
            <tr key={`${one.row} ${one.column} ${one.remedy}`}>
              <th scope="row" class="number">
                {one.row}
              </th>
              <td>{one.column}</td>
              <td>{one.value}</td>
              <Remedy said={one.remedy} />
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

export function CsvIn({ path, about }: { path: string; about: string }): JSX.Element {
  const t = partTexts();
  const file = useRef<HTMLInputElement>(null);
  const taken = useSignal<CsvTaken | null>(null);
  const trouble = useSignal<Trouble | null>(null);
  const said = useSignal("");
  const read = async (): Promise<void> => {
    const chosen = file.current?.files?.[0];
    said.value = chosen ? t.saving : t.fileNone;
    if (!chosen) return;
    const answer = await postCsv<CsvTaken>(path, chosen);
    trouble.value = answer.ok ? null : answer;
    taken.value = answer.ok ? answer.value : null;
    said.value = "";
    if (!answer.ok) return;
    const { added, changed, troubles } = answer.value;
    said.value = troubles.length ? t.fileTroubles(troubles.length) : t.fileTaken(added, changed);
    if (troubles.length === 0) await refresh();
  };
  return (
    <form
      class="stack near"
      onSubmit={(event) => {
        event.preventDefault();
        void read();
      }}
    >
      <p>{about}</p>
      <label class="field">
        {t.file}
        <input type="file" accept=".csv,text/csv" ref={file} />
      </label>
      <div class="row">
        <button type="submit">{t.fileRead}</button>
      </div>
      <p role="status">{said.value}</p>
      <TroubleNote trouble={trouble.value} />
      {taken.value && taken.value.troubles.length > 0 && <Troubles troubles={taken.value.troubles} />}
    </form>
  );
}
