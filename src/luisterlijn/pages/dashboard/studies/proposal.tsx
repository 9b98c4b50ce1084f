/** One proposal beside the rota: how good it is, whom it asks, what stays open; changed, and then asked for. */
import { useSignal, type Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { to } from "../../shared/hash.ts";
import { remove } from "../../shared/http.ts";
import type { Placed, ProposalShown, RotaWeek, StudyShown } from "../../shared/protocol.ts";
import { useFetched, type Fetched } from "../parts/fetched.ts";
import { Loaded } from "../parts/loaded.tsx";
import { lastByKey, toAsk, useAsks, useRefused } from "./asks.ts";
import { Asking } from "./asking.tsx";
import type { Change } from "./card.tsx";
import { Days } from "./days.tsx";
import { add, drop, editsOf, isEdited, keep, putBack, type Edits } from "./edits.ts";
import { Fair } from "./fair.tsx";
import { isGoing } from "./following.ts";
import { shiftRows, wanted, type ShiftRows } from "./rows.ts";
import { Progress } from "./progress.tsx";
import { studyTexts } from "./texts.ts";
import { coveredWords, daysOf, stateWords } from "./words.ts";

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The proposal on the screen: a better one takes its place by itself only while nothing was changed in it. */
function useOnScreen(latest: ProposalShown | null, edits: Signal<Edits>): Signal<ProposalShown | null> {
  const shown = useSignal(latest);
  useEffect(() => {
    if (latest === null || same(latest, shown.value)) return;
    const free = shown.value === null || !isEdited(edits.value) || same(latest.placed, shown.value.placed);
    if (free) shown.value = latest;
  }, [latest]);
  return shown;
}

function Newer({ latest, shown }: { latest: ProposalShown | null; shown: Signal<ProposalShown | null> }): JSX.Element {
  const t = studyTexts();
  const newer = latest !== null && shown.value !== null && !same(latest, shown.value);
  return (
    <div role="status">
      {newer && (
        <div class="notice between">
          <p>{t.betterReady}</p>
          <button type="button" onClick={() => (shown.value = latest)}>
            {t.showBetter}
          </button>
        </div>
      )}
    </div>
  );
}

interface SummaryProps {
  id: string;
  proposal: ProposalShown;
  rows: readonly ShiftRows[];
  /** Those who have not been asked yet. */
  pairs: readonly Placed[];
  /** Something was changed here. */
  mine: boolean;
}

function Summary({ id, proposal, rows, pairs, mine }: SummaryProps): JSX.Element {
  const t = studyTexts();
  const loose = proposal.gaps.filter(({ shift }) => shift === null).length;
  const open = rows.reduce((sum, one) => sum + one.open, 0);
  return (
    <section class="stack near" aria-labelledby="summary">
      <h2 id="summary">{t.summary}</h2>
      <p>{t.askedFor(new Set(pairs.map(({ volunteer }) => volunteer)).size, new Set(pairs.map(({ shift }) => shift)).size)}</p>
      <p>{loose ? `${t.open(open)} ${t.loose(loose)}` : t.open(open)}</p>
      <p>{mine ? `${coveredWords(proposal)} ${t.withoutYours}` : coveredWords(proposal)}</p>
      <p>
        <a class="go" href={to("simulations", "new", id)}>
          {t.simulate}
        </a>
      </p>
    </section>
  );
}

/** What may be changed, and what is said of it. */
function useChange(id: string, proposal: ProposalShown, said: Signal<string>): Change {
  const t = studyTexts();
  const edits = editsOf(id);
  return useMemo(
    () => ({
      drop: (one) => {
        keep(id, drop(edits.value, one));
        said.value = t.dropped(one.name);
      },
      putBack: (one) => {
        keep(id, putBack(edits.value, one));
        said.value = t.isBack(one.name);
      },
      add: (one) => keep(id, add(edits.value, proposal, one)),
    }),
    [id, proposal, t],
  );
}

function Beside({ study, proposal, week }: { study: StudyShown; proposal: ProposalShown; week: RotaWeek }): JSX.Element {
  const t = studyTexts();
  const edits = editsOf(study.id);
  const refused = useRefused();
  const said = useSignal("");
  const asks = useAsks(study.asked.first_on, daysOf(study.asked));
  const change = useChange(study.id, proposal, said);
  const all = asks.value.value?.asks;
  const by = useMemo(() => lastByKey(all ?? []), [all]);
  const rows = useMemo(
    () => shiftRows(week.shifts, { proposal, edits: edits.value, asks: by, refused: refused.value }),
    [week, proposal, edits.value, by, refused.value],
  );
  const pairs = toAsk(wanted(rows), by);
  const days = useMemo(() => <Days rows={rows} gaps={proposal.gaps} change={change} />, [rows, proposal, change, t]);
  if (week.shifts.length === 0) return <NoShifts />;
  return (
    <>
      <Summary id={study.id} proposal={proposal} rows={rows} pairs={pairs} mine={isEdited(edits.value)} />
      <Asking pairs={pairs} asks={asks} refused={refused} />
      <Fair fair={proposal.fair} />
      <p class="hidden" role="status">
        {said.value}
      </p>
      {days}
    </>
  );
}

function NoShifts(): JSX.Element {
  const t = studyTexts();
  return (
    <div class="notice between">
      <p>{t.noShifts}</p>
      <a class="go" href={to("rota", "publish")}>
        {t.toPublish}
      </a>
    </div>
  );
}

function One({ study, fetch }: { study: StudyShown; fetch: () => Promise<void> }): JSX.Element {
  const t = studyTexts();
  const { asked, proposal: latest } = study;
  const shown = useOnScreen(latest, editsOf(study.id));
  const proposal = shown.value ?? latest;
  const week = useFetched<RotaWeek>(`rota?from=${asked.first_on}&days=${daysOf(asked)}`);
  return (
    <div class="stack" data-study={study.state} data-method={proposal?.method}>
      <Progress study={study} said={stateWords(study, latest)} stop={t.stop} onStop={() => void remove(`studies/${study.id}`).then(fetch)} />
      <Newer latest={latest} shown={shown} />
      {proposal && <Loaded of={week}>{(value) => <Beside study={study} proposal={proposal} week={value} />}</Loaded>}
      {!proposal && !isGoing(study.state) && week.value.value?.shifts.length === 0 && <NoShifts />}
    </div>
  );
}

export function OneProposal({ study }: { study: Fetched<StudyShown> }): JSX.Element {
  const t = studyTexts();
  return (
    <>
      <p>
        <a class="go" href={to("proposals")}>
          {`← ${t.back}`}
        </a>
      </p>
      <Loaded of={study}>{(value) => <One key={value.id} study={value} fetch={() => study.fetch()} />}</Loaded>
    </>
  );
}
