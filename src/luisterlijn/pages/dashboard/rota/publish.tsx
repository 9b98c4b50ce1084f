/** Publishing: first what it would make and which holes there would be, then, only if wanted, done. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import { post } from "../../shared/http.ts";
import type { PublishGiven, Published } from "../../shared/protocol.ts";
import { capital } from "../../shared/when.ts";
import { holeWords } from "../coverage/words.ts";
import { refresh } from "../parts/fetched.ts";
import { Input } from "../parts/fields.tsx";
import { FormArea, set, submit, useForm } from "../parts/form.tsx";
import { TroubleNote } from "../parts/trouble.tsx";
import { dayDate, today } from "../parts/when.ts";
import { addDays } from "../parts/zoned.ts";
import { rotaTexts } from "./texts.ts";

const AHEAD_DAYS = 8 * 7;
const HOLES_SHOWN = 30;

function Leaves({ would }: { would: Published }): JSX.Element {
  const t = rotaTexts();
  const shown = would.holes.slice(0, HOLES_SHOWN);
  return (
    <>
      <p>{t.publishWould(would.shifts)}</p>
      <p>{t.publishHoles(would.holes.length)}</p>
      {shown.length > 0 && (
        <ul>
          {shown.map((hole) => (
            <li key={`${hole.starts_at} ${hole.channels.join()}`}>{capital(holeWords(hole))}</li>
          ))}
        </ul>
      )}
      {shown.length < would.holes.length && <p>{t.moreHoles(would.holes.length - shown.length)}</p>}
    </>
  );
}

/** What was published, and where to see what it leaves open. */
function Done({ made }: { made: Published }): JSX.Element {
  const t = rotaTexts();
  return (
    <div class="notice between">
      <p>{`${t.published(made.shifts)} ${t.publishLeft(made.holes.length)}`}</p>
      {made.holes.length > 0 && (
        <a class="go" href={to("coverage")}>
          {t.toHoles}
        </a>
      )}
    </div>
  );
}

export function Publish(): JSX.Element {
  const t = rotaTexts();
  const form = useForm<{ until: string }>({ until: addDays(today(), AHEAD_DAYS) });
  const publish = useForm(null);
  const would = useSignal<{ until: string; made: Published } | null>(null);
  const ask = (dry: boolean) => () => post<Published>("rota/publish", { until: form.draft.value.until, dry } satisfies PublishGiven);
  const look = (): Promise<void> =>
    submit(form, ask(true), (made) => {
      would.value = { until: form.draft.value.until, made };
      publish.done.value = false;
    });
  const done = (made: Published): void => {
    would.value = null;
    set(form, "until", form.draft.value.until);
    published.value = made;
    void refresh();
  };
  const published = useSignal<Published | null>(null);
  const ready = would.value?.until === form.draft.value.until ? would.value : null;
  return (
    <section class="stack" aria-labelledby="publish">
      <h2 id="publish" class="hidden">
        {t.publish}
      </h2>
      <p>{t.publishLead}</p>
      <FormArea form={form} label={t.publishDry} said=" " onSubmit={() => void look()}>
        <Input form={form} name="until" label={t.publishUntil} type="date" required />
      </FormArea>
      <div class="stack near" role="status">
        {ready && <Leaves would={ready.made} />}
        {!ready && published.value && <Done made={published.value} />}
      </div>
      <TroubleNote trouble={publish.trouble.value} />
      {ready && (
        <div class="row">
          <button type="button" class="main" onClick={() => void submit(publish, ask(false), done)}>
            {t.publishYes(dayDate(ready.until))}
          </button>
        </div>
      )}
    </section>
  );
}
