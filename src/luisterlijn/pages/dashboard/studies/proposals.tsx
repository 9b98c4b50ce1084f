/** Rota proposals. `#proposals` asks for one and lists those before; `#proposals/<id>` is one of them. */
import type { JSX } from "preact";
import { Screen } from "../../shared/frame.tsx";
import { go } from "../../shared/hash.ts";
import { post } from "../../shared/http.ts";
import type { StudyAsked, StudyShown } from "../../shared/protocol.ts";
import { Meanwhile } from "../frame.tsx";
import { refresh } from "../parts/fetched.ts";
import { Input, Select } from "../parts/fields.tsx";
import { FormArea, submit, useForm } from "../parts/form.tsx";
import { today } from "../parts/when.ts";
import { addDays } from "../parts/zoned.ts";
import { stale } from "../state.ts";
import { below } from "../views.ts";
import { useStudy } from "./following.ts";
import { Earlier } from "./list.tsx";
import { OneProposal } from "./proposal.tsx";
import { studyTexts } from "./texts.ts";
import { periodWords } from "./words.ts";

const FORTNIGHT = 14;
const LONGEST = 35;
const SECONDS = ["20", "60"] as const;

function Make(): JSX.Element {
  const t = studyTexts();
  const tomorrow = addDays(today(), 1);
  const form = useForm({ first_on: tomorrow, last_on: addDays(tomorrow, FORTNIGHT - 1), seconds: SECONDS[0] as string });
  const { first_on, last_on, seconds } = form.draft.value;
  const made = ({ id }: StudyShown): void => {
    void refresh();
    go("proposals", id);
  };
  const send = () => post<StudyShown>("studies", { kind: "rota", first_on, last_on, seconds: Number(seconds) } satisfies Partial<StudyAsked>);
  return (
    <section class="stack" aria-labelledby="make">
      <h2 id="make" class="hidden">
        {t.make}
      </h2>
      <p>{t.lead}</p>
      <FormArea form={form} label={t.make} said={t.making} onSubmit={() => void submit(form, send, made)}>
        <div class="fields">
          <Input form={form} name="first_on" label={t.first} type="date" least={today()} required />
          <Input form={form} name="last_on" label={t.last} type="date" least={first_on} most={first_on ? addDays(first_on, LONGEST - 1) : ""} required />
          <Select
            form={form}
            name="seconds"
            label={t.seconds}
            hint={t.secondsHint}
            choices={SECONDS.map((one) => [one, t.secondsChoice(Number(one))] as const)}
          />
        </div>
      </FormArea>
    </section>
  );
}

/** The heading says which days, as soon as that is known. */
function Named({ id }: { id: string }): JSX.Element {
  const t = studyTexts();
  const study = useStudy(id);
  const asked = study.value.value?.asked;
  return (
    <Screen state="home" data-step={`proposals/${id}`} data-stale={String(stale.value)} head={asked ? t.headOne(periodWords(asked)) : t.headAny}>
      <Meanwhile />
      <OneProposal study={study} />
    </Screen>
  );
}

export function ProposalsView(): JSX.Element {
  const t = studyTexts();
  const [id] = below.value;
  if (id) return <Named key={id} id={id} />;
  return (
    <Screen state="home" data-step="proposals" data-stale={String(stale.value)} head={t.head}>
      <Meanwhile />
      <Make />
      <Earlier kind="rota" place="proposals" head={t.earlier} none={t.earlierNone} about={({ asked }) => periodWords(asked)} />
    </Screen>
  );
}
