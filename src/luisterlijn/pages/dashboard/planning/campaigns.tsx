/** Campaigns: the list with what was expected and what really came, and one of them to make, change or take away. */
import type { JSX } from "preact";
import { goInstead, to } from "../../shared/hash.ts";
import { remove } from "../../shared/http.ts";
import type { Campaigns as All, CampaignShown } from "../../shared/protocol.ts";
import { capital, listed } from "../../shared/when.ts";
import { CHANNELS } from "../coverage/use.ts";
import { refresh, useFetched } from "../parts/fetched.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Ask } from "../parts/opener.tsx";
import { partTexts } from "../parts/texts.ts";
import { dayDate, today } from "../parts/when.ts";
import { CampaignForm } from "./campaign_form.tsx";
import { planningTexts } from "./texts.ts";

function measuredWords({ measured, last_on }: CampaignShown): string {
  const t = planningTexts();
  const each = CHANNELS.flatMap((channel) => {
    const factor = measured[channel];
    return factor === undefined ? [] : [t.measuredOne(partTexts().channels[channel], factor)];
  });
  if (each.length) return t.measured(listed(each));
  return last_on < today() ? t.notMeasurable : t.notMeasured;
}

function Item({ campaign }: { campaign: CampaignShown }): JSX.Element {
  const t = planningTexts();
  const { id, name, channel, first_on, last_on, factor, fading_days } = campaign;
  const where = channel ? partTexts().channels[channel] : t.bothChannels.toLowerCase();
  return (
    <li class="paper stack near" data-campaign={id}>
      <h3>
        <a href={to("planning", "campaigns", id)}>{name}</a>
      </h3>
      <p>{`${t.during(dayDate(first_on), dayDate(last_on))}, ${t.fades(fading_days)}.`}</p>
      <p>{`${t.entered(factor, where)}.`}</p>
      <p>{capital(measuredWords(campaign))}</p>
    </li>
  );
}

function List({ all }: { all: All }): JSX.Element {
  const t = planningTexts();
  return (
    <section class="stack near" aria-labelledby="campaigns">
      <h2 id="campaigns" class="hidden">
        {t.campaigns}
      </h2>
      <p>{t.campaignsLead}</p>
      <div class="row">
        <a class="go" href={to("planning", "campaigns", "new")}>
          {t.campaignNew}
        </a>
      </div>
      {all.campaigns.length === 0 && <p>{t.campaignsNone}</p>}
      <ul class="bare cards">
        {all.campaigns.map((campaign) => (
          <Item key={campaign.id} campaign={campaign} />
        ))}
      </ul>
    </section>
  );
}

function Change({ campaign }: { campaign: CampaignShown }): JSX.Element {
  const t = planningTexts();
  return (
    <>
      <h2>{t.campaignChange(campaign.name)}</h2>
      <CampaignForm campaign={campaign} />
      <div class="row">
        <Ask
          label={t.campaignRemove}
          head={t.campaignRemoveHead(campaign.name)}
          text={t.campaignRemoveText}
          yes={t.campaignRemoveYes}
          send={() => remove<null>(`campaigns/${campaign.id}`)}
          then={() => void refresh().then(() => goInstead("planning", "campaigns"))}
        />
      </div>
    </>
  );
}

function One({ all, id }: { all: All; id: string }): JSX.Element {
  const t = planningTexts();
  const campaign = all.campaigns.find((one) => one.id === id);
  return (
    <section class="stack">
      <p>
        <a class="go" href={to("planning", "campaigns")}>
          {`← ${t.campaigns}`}
        </a>
      </p>
      {id === "new" && <h2>{t.campaignNew}</h2>}
      {id === "new" && <CampaignForm />}
      {campaign && <Change key={campaign.id} campaign={campaign} />}
      {!campaign && id !== "new" && <p class="notice">{partTexts().problems["no_such_campaign"]}</p>}
    </section>
  );
}

export function Campaigns({ id }: { id: string | undefined }): JSX.Element {
  const campaigns = useFetched<All>("campaigns");
  return <Loaded of={campaigns}>{(all) => (id ? <One all={all} id={id} /> : <List all={all} />)}</Loaded>;
}
