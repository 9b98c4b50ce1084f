/** Swaps among volunteers: those that need a yes first. */
import type { JSX } from "preact";
import { post } from "../../shared/http.ts";
import type { NoteGiven, Swaps as All, SwapShown } from "../../shared/protocol.ts";
import { refresh, useFetched } from "../parts/fetched.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Ask } from "../parts/opener.tsx";
import { ReasonList } from "../parts/reasons.tsx";
import { rangeLong } from "../parts/when.ts";
import { rotaTexts } from "./texts.ts";

function swapWords(swap: SwapShown): string {
  const t = rotaTexts();
  const said = [t.swapGives(swap.offered_by, swap.shift_name, rangeLong(swap.starts_at, swap.ends_at))];
  if (swap.taken_by) said.push(t.swapTakes(swap.taken_by));
  if (swap.wants_starts_at && swap.wants_ends_at) said.push(t.swapWants(swap.wants_name ?? "", rangeLong(swap.wants_starts_at, swap.wants_ends_at)));
  if (swap.note) said.push(`“${swap.note}”`);
  return said.join(" ");
}

function One({ swap }: { swap: SwapShown }): JSX.Element {
  const t = rotaTexts();
  const send = (what: "agree" | "refuse") => (note: string | null) => post<SwapShown>(`swaps/${swap.id}/${what}`, { note } satisfies NoteGiven);
  const then = (): void => void refresh();
  return (
    <li class="paper stack near">
      <p>
        <strong>{`${t.swapStates[swap.state]}. `}</strong>
        {swapWords(swap)}
      </p>
      {swap.reasons.length > 0 && <ReasonList reasons={swap.reasons} />}
      {swap.state === "asked" && (
        <div class="row">
          <Ask label={t.swapYes} head={t.swapYesHead} text={t.swapYesText} yes={t.swapYes} note={t.why} send={send("agree")} then={then} main />
          <Ask label={t.swapNo} head={t.swapNoHead} text={t.swapNoText} yes={t.swapNo} note={t.why} send={send("refuse")} then={then} />
        </div>
      )}
    </li>
  );
}

export function Swaps(): JSX.Element {
  const t = rotaTexts();
  const swaps = useFetched<All>("swaps");
  return (
    <section class="stack near" aria-labelledby="swaps">
      <h2 id="swaps" class="hidden" tabIndex={-1} data-focus="first">
        {t.swaps}
      </h2>
      <p>{t.swapsLead}</p>
      <Loaded of={swaps}>
        {(all) => (
          <>
            {all.swaps.length === 0 && <p>{t.swapsNone}</p>}
            <ul class="bare cards">
              {all.swaps
                .toSorted((one, other) => Number(other.state === "asked") - Number(one.state === "asked"))
                .map((swap) => (
                  <One key={swap.id} swap={swap} />
                ))}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}
