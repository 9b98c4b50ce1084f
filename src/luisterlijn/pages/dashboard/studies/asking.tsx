/** Asking the people of a proposal, after a word on what that does; then what they say. */
import { useSignal, type Signal } from "@preact/signals";
import type { JSX } from "preact";
import { post } from "../../shared/http.ts";
import type { AskPair, Asks, AsksGiven, AsksMade, Placed } from "../../shared/protocol.ts";
import { Ask } from "../parts/opener.tsx";
import { refresh, type Fetched } from "../parts/fetched.ts";
import { refusedOf, type Refused } from "./asks.ts";
import { studyTexts } from "./texts.ts";

const count = (items: readonly string[]): number => new Set(items).size;

interface AskingProps {
  pairs: readonly Placed[];
  asks: Fetched<Asks>;
  refused: Signal<Refused>;
}

/** How many people hear of it, and of how many questions they do not. */
function saidOf({ pairs, letters }: AsksMade): string {
  const t = studyTexts();
  const not = pairs.filter(({ state }) => state === "refused").length;
  return not ? `${t.askedNow(letters)} ${t.askedNot(not)}` : t.askedNow(letters);
}

function Said({ asks }: { asks: Fetched<Asks> }): JSX.Element | null {
  const t = studyTexts();
  const all = asks.value.value?.asks ?? [];
  if (all.length === 0) return null;
  const of = (state: string): number => all.filter((one) => one.state === state).length;
  return (
    <div class="stack near">
      <h3>{t.asksHead}</h3>
      <p aria-live="polite">{t.asksSum(of("open"), of("yes"), of("no"))}</p>
      <div class="row">
        <button type="button" onClick={() => void asks.fetch()}>
          {t.look}
        </button>
      </div>
    </div>
  );
}

export function Asking({ pairs, asks, refused }: AskingProps): JSX.Element {
  const t = studyTexts();
  const said = useSignal("");
  const people = count(pairs.map(({ volunteer }) => volunteer));
  const shifts = count(pairs.map(({ shift }) => shift));
  const send = () => post<AsksMade>("asks", { pairs: pairs.map(({ shift, volunteer }): AskPair => ({ shift, volunteer })) } satisfies AsksGiven);
  const then = (made: AsksMade): void => {
    refused.value = refusedOf(made.pairs);
    said.value = saidOf(made);
    void refresh();
  };
  return (
    <section class="stack near" aria-labelledby="asking">
      <h2 id="asking" tabIndex={-1} data-focus="first">
        {t.ask}
      </h2>
      {people === 0 && <p>{asks.value.value?.asks.length ? t.askAll : t.askNone}</p>}
      {people > 0 && <Ask label={t.ask} head={t.askHead(people)} text={t.askText(people, shifts)} yes={t.askYes(people)} send={send} then={then} main />}
      <div role="status">{said.value && <p class="notice">{said.value}</p>}</div>
      <Said asks={asks} />
    </section>
  );
}
