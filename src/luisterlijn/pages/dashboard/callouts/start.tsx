/** A call-out by hand, for a time of one's own choice. */
import type { JSX } from "preact";
import { post } from "../../shared/http.ts";
import type { CalloutGiven, CalloutShown } from "../../shared/protocol.ts";
import { CHANNELS } from "../coverage/use.ts";
import { refresh } from "../parts/fetched.ts";
import { Input, Several } from "../parts/fields.tsx";
import { FormArea, submit, useForm } from "../parts/form.tsx";
import { partTexts } from "../parts/texts.ts";
import { lineNow, today, zone } from "../parts/when.ts";
import { HOUR_MS, addDays, instantOf, localTime } from "../parts/zoned.ts";
import { calloutTexts } from "./texts.ts";

interface Draft {
  channels: CalloutGiven["channels"];
  day: string;
  starts_at: string;
  ends_at: string;
  need: number;
}

function begin(): Draft {
  const next = Math.ceil(lineNow() / HOUR_MS) * HOUR_MS;
  return { channels: ["chat"], day: today(), starts_at: localTime(next, zone()), ends_at: localTime(next + 2 * HOUR_MS, zone()), need: 1 };
}

function given({ channels, day, starts_at, ends_at, need }: Draft): CalloutGiven {
  const last = ends_at <= starts_at ? addDays(day, 1) : day;
  const at = (on: string, time: string): string => new Date(instantOf(on, time, zone())).toISOString();
  return { channels, starts_at: at(day, starts_at), ends_at: at(last, ends_at), need };
}

/** `runs`: whether a call-out goes on, so that what was begun is not said once it is over. */
export function StartForm({ runs }: { runs: boolean }): JSX.Element {
  const t = calloutTexts();
  const form = useForm<Draft>(begin());
  const names = CHANNELS.map((channel): [string, string] => [channel, partTexts().channels[channel]]);
  const send = (): Promise<void> => submit(form, () => post<CalloutShown>("callouts", given(form.draft.value)), () => void refresh());
  return (
    <details>
      <summary>{t.start}</summary>
      <FormArea form={form} label={t.callYes} said={runs ? t.started : ""} onSubmit={() => void send()}>
        <p>{t.startLead}</p>
        <Several form={form} name="channels" label={t.channels} choices={names} />
        <div class="fields">
          <Input form={form} name="day" label={t.day} type="date" required />
          <Input form={form} name="starts_at" label={t.starts} type="time" required />
          <Input form={form} name="ends_at" label={t.ends} type="time" hint={t.endsHint} required />
          <Input form={form} name="need" label={t.need} type="number" least={1} most={100} required />
        </div>
      </FormArea>
    </details>
  );
}
