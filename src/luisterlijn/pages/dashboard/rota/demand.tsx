/** How many and who: the fields that templates and single shifts share. */
import type { JSX } from "preact";
import type { People, ShiftGiven } from "../../shared/protocol.ts";
import { CHANNELS } from "../coverage/use.ts";
import { useFetched } from "../parts/fetched.ts";
import { Check, Input, Several } from "../parts/fields.tsx";
import type { Form } from "../parts/form.tsx";
import { topicChoices, type Choice } from "../parts/names.ts";
import { partTexts } from "../parts/texts.ts";
import { rotaTexts } from "./texts.ts";

export type Demand = Required<Pick<ShiftGiven, "minimum" | "target" | "maximum" | "channels" | "topics" | "trainings" | "standby">>;

export const DEMAND: Demand = { minimum: 1, target: 2, maximum: null, channels: ["chat"], topics: [], trainings: [], standby: false };

export function demandOf({ minimum, target, maximum, channels, topics, trainings, standby }: Demand): Demand {
  return { minimum, target: Math.max(target, minimum), maximum, channels, topics, trainings, standby };
}

/** Those the line asks for or people have; and what this one asks for already. */
function trainingChoices(known: People | null, asked: readonly string[]): Choice[] {
  return [...new Set([...(known?.trainings ?? []), ...asked])].map((name) => [name, name]);
}

export function DemandFields<T extends Demand>({ form }: { form: Form<T> }): JSX.Element {
  const t = rotaTexts();
  const { channels: names } = partTexts();
  const people = useFetched<People>("people?expiring=1");
  const trainings = trainingChoices(people.value.value, form.draft.value.trainings);
  const topics = topicChoices();
  return (
    <>
      <div class="fields">
        <Input form={form} name="minimum" label={t.minimum} hint={t.minimumHint} type="number" least={0} most={10000} required />
        <Input form={form} name="target" label={t.target} type="number" least={0} most={10000} required />
        <Input form={form} name="maximum" label={t.maximum} hint={t.maximumHint} type="number" least={0} most={10000} />
      </div>
      <Several form={form} name="channels" label={t.channels} choices={CHANNELS.map((one): Choice => [one, names[one]])} />
      {topics.length > 0 && <Several form={form} name="topics" label={t.topics} choices={topics} />}
      {trainings.length > 0 && <Several form={form} name="trainings" label={t.trainings} choices={trainings} />}
      <Check form={form} name="standby" label={t.isStandby} />
    </>
  );
}
