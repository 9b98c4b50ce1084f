/** People as a file, out and in. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { CsvIn } from "../parts/csv.tsx";
import { peopleTexts } from "./texts.ts";

export function PeopleFiles(): JSX.Element {
  const t = peopleTexts();
  const invite = useSignal(false);
  return (
    <>
      <section class="stack near" aria-labelledby="out">
        <h2 id="out">{t.filesOut}</h2>
        <p>{t.filesOutText}</p>
        <p>
          <a class="go" href="/api/v1/people.csv?separator=;" download>
            {t.filesGet}
          </a>
        </p>
      </section>
      <section class="stack near" aria-labelledby="in">
        <h2 id="in">{t.filesIn}</h2>
        <label class="choice">
          <input type="checkbox" checked={invite.value} onChange={(event) => (invite.value = event.currentTarget.checked)} />
          {t.filesInvite}
        </label>
        <CsvIn path={invite.value ? "people.csv?invite=1" : "people.csv"} about={t.filesInText} />
      </section>
    </>
  );
}
