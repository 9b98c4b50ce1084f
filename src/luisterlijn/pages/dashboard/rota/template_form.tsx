/** A template to make or change: times, how often, who, and what the clock changes do to it. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { go } from "../../shared/hash.ts";
import { post, put } from "../../shared/http.ts";
import type { TemplateGiven, TemplateShown } from "../../shared/protocol.ts";
import { refresh } from "../parts/fetched.ts";
import { Input, Select, Several } from "../parts/fields.tsx";
import { FormArea, submit, useForm, type Form } from "../parts/form.tsx";
import { span, today, weekdayName } from "../parts/when.ts";
import { monday } from "../parts/zoned.ts";
import { DEMAND, DemandFields, demandOf, type Demand } from "./demand.tsx";
import { WEEKDAYS, readRule, writeRule, type Recurrence } from "./recurrence.ts";
import { Removed } from "./shift_form.tsx";
import { rotaTexts } from "./texts.ts";
import { ruleWords } from "./words.ts";

interface Draft extends Demand, Recurrence {
  name: string;
  starts: string;
  /** The local time it ends at; sent as `minutes`. */
  minutes: string;
  keeps: NonNullable<TemplateGiven["keeps"]>;
  first_on: string;
  last_on: string | null;
  holidays: NonNullable<TemplateGiven["holidays"]>;
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const timeOf = (minute: number): string => `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** The local time a template ends at, on any other day than that of a clock change. */
export const endOf = ({ starts, minutes }: Pick<TemplateShown, "starts" | "minutes">): string => timeOf(minuteOf(starts) + minutes);

const lengthOf = (starts: string, ends: string): number => (minuteOf(ends) - minuteOf(starts) + 1440) % 1440 || 1440;

function draftOf(template: TemplateShown | undefined): Draft {
  if (!template) {
    const rule = { ...readRule("FREQ=DAILY"), every: "week" as const };
    return { ...DEMAND, ...rule, name: "", starts: "18:00", minutes: "22:00", keeps: "end", first_on: monday(today()), last_on: null, holidays: "run" };
  }
  const { name, starts, keeps, first_on, last_on, holidays, recurrence } = template;
  return { ...demandOf(template), ...readRule(recurrence), name, starts: starts.slice(0, 5), minutes: endOf(template), keeps, first_on, last_on, holidays };
}

function given(draft: Draft): TemplateGiven {
  const { name, starts, keeps, first_on, last_on, holidays } = draft;
  return { ...demandOf(draft), name, starts, keeps, first_on, last_on, holidays, minutes: lengthOf(starts, draft.minutes), recurrence: writeRule(draft) };
}

function Often({ form }: { form: Form<Draft> }): JSX.Element {
  const t = rotaTexts();
  const { every } = form.draft.value;
  const rule = writeRule(form.draft.value);
  const days = WEEKDAYS.map((code, index): [string, string] => [code, weekdayName(index)]);
  return (
    <>
      <Select
        form={form}
        name="every"
        label={t.often}
        choices={[
          ["week", t.oftenWeek],
          ["day", t.oftenDay],
          ["other", t.oftenOther],
        ]}
      />
      {every === "week" && <Several form={form} name="weekdays" label={t.weekdays} choices={days} />}
      {every !== "other" && (
        <Input form={form} name="interval" label={every === "week" ? t.intervalWeeks : t.intervalDays} hint={t.intervalHint} type="number" least={1} most={52} required />
      )}
      {every === "other" && <Input form={form} name="recurrence" label={t.rule} hint={t.ruleHint} longest={200} required />}
      <p role="status">{t.soItIs(ruleWords(rule))}</p>
    </>
  );
}

function Keeps({ form }: { form: Form<Draft> }): JSX.Element {
  const t = rotaTexts();
  const { starts, minutes: ends } = form.draft.value;
  const long = starts && ends ? lengthOf(starts, ends) * 60 : 0;
  const night = starts !== "" && minuteOf(starts) < 180 ? minuteOf(starts) + long / 60 > 120 : minuteOf(starts) + long / 60 > 1560;
  const hint = !night ? t.keepsNever : t.keepsText(starts, ends, span(long), span(Math.max(0, long - 3600)), span(long + 3600), ends);
  return <Select form={form} name="keeps" label={t.keeps} hint={hint} choices={[["end", t.keepsChoices.end], ["length", t.keepsChoices.length]]} />;
}

function Fields({ form }: { form: Form<Draft> }): JSX.Element {
  const t = rotaTexts();
  const { starts, minutes: ends } = form.draft.value;
  const choices = (["run", "skip", "only"] as const).map((one): [string, string] => [one, t.holidayChoices[one]]);
  return (
    <>
      <Input form={form} name="name" label={t.name} longest={120} required />
      <div class="fields">
        <Input form={form} name="starts" label={t.starts} type="time" required />
        <Input form={form} name="minutes" label={t.ends} hint={t.endsHint} type="time" required />
      </div>
      <p>{starts && ends && t.lasts(span(lengthOf(starts, ends) * 60))}</p>
      <Often form={form} />
      <div class="fields">
        <Input form={form} name="first_on" label={t.firstOn} type="date" required />
        <Input form={form} name="last_on" label={t.lastOn} hint={t.lastOnHint} type="date" />
      </div>
      <Select form={form} name="holidays" label={t.holidays} choices={choices} />
      <Keeps form={form} />
      <DemandFields form={form} />
    </>
  );
}

export function TemplateForm({ template }: { template?: TemplateShown }): JSX.Element {
  const t = rotaTexts();
  const form = useForm<Draft>(draftOf(template));
  const removed = useSignal<readonly string[]>([]);
  const send = () => {
    const body = given(form.draft.value);
    return template ? put<TemplateShown>(`templates/${template.id}`, body) : post<TemplateShown>("templates", body);
  };
  const done = async (made: TemplateShown): Promise<void> => {
    removed.value = made.removed;
    await refresh();
    if (template) return;
    go("rota", "templates", made.id);
  };
  return (
    <>
      <FormArea form={form} label={template ? t.templateSave : t.templateMake} onSubmit={() => void submit(form, send, (made) => void done(made))}>
        <Fields form={form} />
      </FormArea>
      <Removed names={removed.value} />
    </>
  );
}
