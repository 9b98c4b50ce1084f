/** A campaign to make or change: when, where, and how many times as many people. */
import type { JSX } from "preact";
import { go } from "../../shared/hash.ts";
import { post, put } from "../../shared/http.ts";
import type { CampaignGiven, CampaignShown } from "../../shared/protocol.ts";
import { capital } from "../../shared/when.ts";
import { CHANNELS } from "../coverage/use.ts";
import { refresh } from "../parts/fetched.ts";
import { Input, Select } from "../parts/fields.tsx";
import { FormArea, submit, useForm } from "../parts/form.tsx";
import { partTexts } from "../parts/texts.ts";
import { today } from "../parts/when.ts";
import { planningTexts } from "./texts.ts";

type Draft = Required<CampaignGiven>;

function draftOf(campaign: CampaignShown | undefined): Draft {
  if (!campaign) return { name: "", channel: null, first_on: today(), last_on: today(), factor: 1.5, fading_days: 0 };
  const { name, channel, first_on, last_on, factor, fading_days } = campaign;
  return { name, channel, first_on, last_on, factor, fading_days };
}

export function CampaignForm({ campaign }: { campaign?: CampaignShown }): JSX.Element {
  const t = planningTexts();
  const form = useForm<Draft>(draftOf(campaign));
  const channels = CHANNELS.map((one): [string, string] => [one, capital(partTexts().channels[one])]);
  const send = () => {
    const body = form.draft.value satisfies CampaignGiven;
    return campaign ? put<CampaignShown>(`campaigns/${campaign.id}`, body) : post<CampaignShown>("campaigns", body);
  };
  const done = async (): Promise<void> => {
    await refresh();
    if (!campaign) go("planning", "campaigns");
  };
  return (
    <FormArea form={form} label={campaign ? t.campaignSave : t.campaignAdd} onSubmit={() => void submit(form, send, () => void done())}>
      <Input form={form} name="name" label={t.name} longest={120} required />
      <Select form={form} name="channel" label={t.channel} choices={[["", t.bothChannels], ...channels]} />
      <div class="fields">
        <Input form={form} name="first_on" label={t.firstOn} type="date" required />
        <Input form={form} name="last_on" label={t.lastOn} type="date" required />
      </div>
      <div class="fields">
        <Input form={form} name="factor" label={t.factor} hint={t.factorHint} type="number" step="any" required />
        <Input form={form} name="fading_days" label={t.fading} hint={t.fadingHint} type="number" least={0} most={366} required />
      </div>
    </FormArea>
  );
}
