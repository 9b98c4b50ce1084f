/** Calling people for a hole: asked once more in words, with how many. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { go } from "../../shared/hash.ts";
import { post } from "../../shared/http.ts";
import type { CalloutGiven, Callouts, CalloutShown, Hole } from "../../shared/protocol.ts";
import { channelNames } from "../coverage/words.ts";
import { refresh } from "../parts/fetched.ts";
import { Input } from "../parts/fields.tsx";
import { FormArea, submit, useForm } from "../parts/form.tsx";
import { Back, Opener } from "../parts/opener.tsx";
import { lineNow, rangeFromNow } from "../parts/when.ts";
import { HOUR_MS, MINUTE_MS } from "../parts/zoned.ts";
import { calloutTexts } from "./texts.ts";

/** The call-out that runs for (a part of) this time and any of its channels. */
export function callingFor(hole: Hole, callouts: Callouts | null): CalloutShown | undefined {
  const overlaps = (one: CalloutShown): boolean => one.starts_at < hole.ends_at && hole.starts_at < one.ends_at;
  return callouts?.callouts.find((one) => one.state === "running" && overlaps(one) && one.channels.some((channel) => hole.channels.includes(channel)));
}

/** From the next whole minute on where the hole has begun. */
function begin(hole: Hole): string {
  const next = lineNow() + MINUTE_MS;
  return Date.parse(hole.starts_at) > next ? hole.starts_at : new Date(next).toISOString();
}

/** A longer hole is called for piece by piece: people come for hours, not for days. */
const LONGEST_MS = 12 * HOUR_MS;

function end(hole: Hole): string {
  return new Date(Math.min(Date.parse(hole.ends_at), Date.parse(begin(hole)) + LONGEST_MS)).toISOString();
}

export function CallNow({ hole, main }: { hole: Hole; main?: boolean }): JSX.Element {
  const t = calloutTexts();
  const open = useSignal(false);
  const form = useForm({ need: hole.short });
  const given = (): CalloutGiven => ({
    channels: hole.channels,
    starts_at: begin(hole),
    ends_at: end(hole),
    need: form.draft.value.need,
  });
  const called = async (made: CalloutShown): Promise<void> => {
    await refresh();
    go("callouts", made.id);
  };
  return (
    <Opener open={open} label={t.callNow} head={t.callHead} {...(main && { main })}>
      <p>{t.callText(rangeFromNow(hole.starts_at, end(hole)), channelNames(hole.channels))}</p>
      <FormArea
        form={form}
        label={t.callYes}
        said={t.started}
        onSubmit={() => void submit(form, () => post<CalloutShown>("callouts", given()), (made) => void called(made))}
        more={<Back open={open} />}
      >
        <Input form={form} name="need" label={t.need} type="number" least={1} most={100} required />
      </FormArea>
    </Opener>
  );
}
