/** The rota as a file, out and in. */
import type { JSX } from "preact";
import { CsvIn } from "../parts/csv.tsx";
import { Input } from "../parts/fields.tsx";
import { useForm } from "../parts/form.tsx";
import { today } from "../parts/when.ts";
import { monday } from "../parts/zoned.ts";
import { rotaTexts } from "./texts.ts";

export function Files(): JSX.Element {
  const t = rotaTexts();
  const form = useForm({ first: monday(today()), days: 28 });
  const { first, days } = form.draft.value;
  return (
    <>
      <section class="stack near" aria-labelledby="out">
        <h2 id="out">{t.filesOut}</h2>
        <p>{t.filesOutText}</p>
        <div class="fields">
          <Input form={form} name="first" label={t.filesFrom} type="date" required />
          <Input form={form} name="days" label={t.filesDays} type="number" least={1} most={370} required />
        </div>
        <p>
          <a class="go" href={`/api/v1/rota.csv?${new URLSearchParams({ from: first, days: String(days) })}`} download>
            {t.filesGet}
          </a>
        </p>
      </section>
      <section class="stack near" aria-labelledby="in">
        <h2 id="in">{t.filesIn}</h2>
        <CsvIn path="rota.csv" about={t.filesInText} />
      </section>
    </>
  );
}
