/** What is filled in of a person. */
import type { JSX } from "preact";
import type { People, PersonGiven, PersonShown } from "../../shared/protocol.ts";
import { CHANNELS } from "../coverage/use.ts";
import { Check, Input, Select, Several } from "../parts/fields.tsx";
import type { Form } from "../parts/form.tsx";
import { languageChoices, regionChoices, topicChoices, type Choice } from "../parts/names.ts";
import { partTexts } from "../parts/texts.ts";
import { person } from "../state.ts";
import { peopleTexts } from "./texts.ts";
import { TrainingFields } from "./trainings.tsx";

export type Draft = Required<PersonGiven>;

export const EMPTY: Draft = {
  name: "",
  email: "",
  role: "volunteer",
  languages: [],
  topics: [],
  channels: ["chat"],
  region: null,
  location: null,
  may_take_two: false,
  speaks: "nl",
  adult_from: null,
  certificate_until: null,
  trainings: [],
};

/** Only what may be given: of what is shown the rest is the line's to say. */
export function draftOf(shown: PersonShown): Draft {
  return Object.fromEntries(Object.keys(EMPTY).map((name) => [name, shown[name as keyof Draft]])) as unknown as Draft;
}

function Skills({ form }: { form: Form<Draft> }): JSX.Element {
  const t = peopleTexts();
  const regions = regionChoices();
  return (
    <>
      <Several form={form} name="channels" label={t.channels} choices={CHANNELS.map((one): Choice => [one, partTexts().channels[one]])} />
      <Check form={form} name="may_take_two" label={t.mayTakeTwo} />
      <Several form={form} name="languages" label={t.languages} hint={t.allOfLine} choices={languageChoices()} />
      <Several form={form} name="topics" label={t.topics} hint={t.allOfLine} choices={topicChoices()} />
      <div class="fields">
        {regions.length > 0 && <Select form={form} name="region" label={t.region} choices={[["", t.anyRegion], ...regions]} />}
        <Input form={form} name="location" label={t.location} longest={60} />
      </div>
    </>
  );
}

export function PersonFields({ form, all }: { form: Form<Draft>; all: People }): JSX.Element {
  const t = peopleTexts();
  const roles = (["volunteer", "coordinator", "administrator"] as const).map((one): Choice => [one, t.roles[one]]);
  const speaks = (["nl", "en"] as const).map((one): Choice => [one, t.speaksChoices[one]]);
  return (
    <>
      <div class="fields">
        <Input form={form} name="name" label={t.name} longest={120} required />
        <Input form={form} name="email" label={t.email} type="email" longest={254} required />
        <Select form={form} name="speaks" label={t.speaks} choices={speaks} />
        {person.value?.role === "administrator" && <Select form={form} name="role" label={t.role} hint={t.roleHint} choices={roles} />}
      </div>
      <Skills form={form} />
      <div class="fields">
        <Input form={form} name="certificate_until" label={t.certificateUntil} type="date" />
        <Input form={form} name="adult_from" label={t.adultFrom} hint={t.adultFromHint} type="date" />
      </div>
      <TrainingFields form={form} known={all.trainings} />
    </>
  );
}
