/** A message to everybody on shift. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { post } from "../../shared/http.ts";
import type { Broadcast as Sent, BroadcastGiven } from "../../shared/protocol.ts";
import { Words } from "../parts/fields.tsx";
import { FormArea, submit, useForm } from "../parts/form.tsx";
import { Back, Opener } from "../parts/opener.tsx";
import { nowTexts } from "./texts.ts";

export function Broadcast(): JSX.Element {
  const t = nowTexts();
  const open = useSignal(false);
  const sent = useSignal<number | null>(null);
  const form = useForm<BroadcastGiven>({ body: "" });
  const send = (): Promise<void> =>
    submit(form, () => post<Sent>("broadcast", form.draft.value), (value) => {
      sent.value = value.people;
      form.draft.value = { body: "" };
      open.value = false;
    });
  return (
    <section class="stack near" aria-labelledby="broadcast">
      <h2 id="broadcast">{t.broadcast}</h2>
      <p>{t.broadcastText}</p>
      <Opener open={open} label={t.broadcast} head={t.broadcast}>
        <FormArea form={form} label={t.broadcastSend} onSubmit={() => void send()} more={<Back open={open} />}>
          <Words form={form} name="body" label={t.broadcastLabel} longest={1000} required />
        </FormArea>
      </Opener>
      <p role="status">{sent.value === null ? "" : t.broadcastSent(sent.value)}</p>
    </section>
  );
}
