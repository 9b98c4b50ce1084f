/** What is to be simulated: which day, how often, with which rota, and what is other than usual. */
import type { JSX } from "preact";
import { go } from "../../../shared/hash.ts";
import { post } from "../../../shared/http.ts";
import type { Studies, StudyAsked, StudyShown } from "../../../shared/protocol.ts";
import { refresh, useFetched } from "../../parts/fetched.ts";
import { Input, Select } from "../../parts/fields.tsx";
import { FormArea, submit, useForm } from "../../parts/form.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { today } from "../../parts/when.ts";
import { addDays } from "../../parts/zoned.ts";
import { lastOf, periodWords } from "../words.ts";
import { simulationTexts } from "./texts.ts";

interface Draft {
  first_on: string;
  days: number | null;
  arrivals: number | null;
  handle: number | null;
  show_rate: number | null;
  study: string | null;
  callers: string | null;
}

const RECORDED = "recorded";

const share = (percent: number | null, usual: number): number => (percent ?? usual) / 100;

/** The same dice for everybody, so that any two simulations of a day may be compared. */
function given({ first_on, days, arrivals, handle, show_rate, study, callers }: Draft): Partial<StudyAsked> {
  return {
    kind: "simulation",
    first_on,
    days: days ?? 20,
    arrivals: share(arrivals, 100),
    handle: share(handle, 100),
    show_rate: show_rate === null ? null : show_rate / 100,
    study,
    recorded: callers === RECORDED && first_on < today(),
  };
}

function Form({ proposals, chosen }: { proposals: Studies["studies"]; chosen: string | null }): JSX.Element {
  const t = simulationTexts();
  const begin = proposals.find(({ id }) => id === chosen)?.asked.first_on ?? addDays(today(), 1);
  const form = useForm<Draft>({ first_on: begin, days: 20, arrivals: 100, handle: 100, show_rate: null, study: chosen, callers: null });
  const draft = form.draft.value;
  const fitting = proposals.filter(({ asked }) => asked.first_on <= draft.first_on && draft.first_on <= lastOf(asked));
  const study = fitting.some(({ id }) => id === draft.study) ? draft.study : null;
  const made = ({ id }: StudyShown): void => {
    void refresh();
    go("simulations", id);
  };
  const send = () => post<StudyShown>("studies", given({ ...draft, study }));
  const choices = [["", t.asItIs] as const, ...fitting.map(({ id, asked }) => [id, t.withProposal(periodWords(asked))] as const)];
  return (
    <FormArea form={form} label={t.run} said={t.running} onSubmit={() => void submit(form, send, made)}>
      <div class="fields">
        <Input form={form} name="first_on" label={t.day} hint={t.dayHint} type="date" required />
        <Input form={form} name="days" label={t.days} hint={t.daysHint} type="number" least={1} most={200} required />
        <Select form={form} name="study" label={t.rota} hint={t.rotaHint} choices={choices} />
        {draft.first_on < today() && (
          <Select form={form} name="callers" label={t.callers} hint={t.callersHint} choices={[["", t.callersForecast], [RECORDED, t.callersRecorded]]} />
        )}
        <Input form={form} name="arrivals" label={t.arrivals} hint={t.arrivalsHint} type="number" least={10} most={1000} required />
        <Input form={form} name="handle" label={t.handle} hint={t.handleHint} type="number" least={20} most={500} required />
        <Input form={form} name="show_rate" label={t.showRate} hint={t.showRateHint} type="number" least={1} most={100} />
      </div>
    </FormArea>
  );
}

export function Make({ proposal }: { proposal: string | null }): JSX.Element {
  const t = simulationTexts();
  const proposals = useFetched<Studies>("studies?kind=rota");
  return (
    <section class="stack" aria-labelledby="make">
      <h2 id="make" class="hidden">
        {t.run}
      </h2>
      <p>{t.lead}</p>
      <Loaded of={proposals}>{({ studies }) => <Form proposals={studies.filter(({ state }) => state === "done" || state === "stopped")} chosen={proposal} />}</Loaded>
    </section>
  );
}
