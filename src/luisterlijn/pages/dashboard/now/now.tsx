/** The live view: what asks for a hand first, then the figures, then what may be changed. */
import type { JSX } from "preact";
import { Screen } from "../../shared/frame.tsx";
import { to } from "../../shared/hash.ts";
import type { Board, Callouts } from "../../shared/protocol.ts";
import { Strip, daySentence } from "../coverage/strip.tsx";
import { coverageTexts } from "../coverage/texts.ts";
import { useCoverage, type Coverages } from "../coverage/use.ts";
import { Freshness } from "../frame.tsx";
import { useFetched } from "../parts/fetched.ts";
import { partTexts } from "../parts/texts.ts";
import { board, stale } from "../state.ts";
import { texts } from "../texts.ts";
import { Broadcast } from "./broadcast.tsx";
import { Channels, Lanes } from "./channels.tsx";
import { Now, Today, Uncovered, Volunteers } from "./figures.tsx";
import { Joined, JoinedOver } from "./joined.tsx";
import { Needs } from "./needs.tsx";
import { Plots } from "./plots.tsx";
import { nowTexts } from "./texts.ts";

/** It has its room before it has its figures: nothing below moves away from under somebody's finger. */
function NextDay({ coverages }: { coverages: Coverages }): JSX.Element {
  const known = coverages.all.length > 0;
  return (
    <section class="stack near" aria-labelledby="next-day">
      <div class="between">
        <h2 id="next-day">{coverageTexts().nextDay}</h2>
        <a class="go" href={to("coverage")}>
          {nowTexts().toCoverage}
        </a>
      </div>
      <div class="stack near next-day">
        <p class="full">{known ? daySentence(coverages) : partTexts().fetching}</p>
        {known && <Strip coverages={coverages} />}
      </div>
      <p class="soft">{coverageTexts().key}</p>
    </section>
  );
}

function Wall(): JSX.Element {
  const t = nowTexts();
  return (
    <section class="stack near" aria-labelledby="to-wall">
      <h2 id="to-wall">{t.wall}</h2>
      <p>
        {t.wallText}{" "}
        <a class="go" href={to("wall")}>
          {t.toWall}
        </a>
      </p>
    </section>
  );
}

function Figures({ now }: { now: Board }): JSX.Element {
  const coverages = useCoverage();
  const callouts = useFetched<Callouts>("callouts");
  return (
    <>
      <Freshness />
      <Uncovered board={now} callouts={callouts.value.value} />
      {!now.open && <p class="notice">{nowTexts().closed}</p>}
      <JoinedOver />
      <Joined />
      <Needs board={now} coverages={coverages} />
      <Now board={now} />
      <NextDay coverages={coverages} />
      <div class="tables">
        <Channels board={now} />
        <Lanes board={now} />
        <Volunteers board={now} />
        <Today board={now} />
      </div>
      <Plots board={now} />
      <Broadcast />
      <Wall />
    </>
  );
}

export function NowView(): JSX.Element {
  return (
    <Screen state="home" data-step="now" data-stale={String(stale.value)} head={nowTexts().head}>
      {board.value ? <Figures now={board.value} /> : <p role="status">{texts().waitingForFigures}</p>}
    </Screen>
  );
}
