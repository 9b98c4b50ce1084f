/** The coverage: the answer in words first, then the holes and what to do about them, then the map of two weeks. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Screen } from "../../shared/frame.tsx";
import { to } from "../../shared/hash.ts";
import type { Callouts, Hole } from "../../shared/protocol.ts";
import { Shape } from "../../shared/shapes.tsx";
import { capital } from "../../shared/when.ts";
import { CallNow, callingFor } from "../callouts/call.tsx";
import { Meanwhile } from "../frame.tsx";
import { nowTexts } from "../now/texts.ts";
import { useFetched } from "../parts/fetched.ts";
import { partTexts } from "../parts/texts.ts";
import { TroubleNote } from "../parts/trouble.tsx";
import { lineNow, spanRough, today, zone } from "../parts/when.ts";
import { addDays, isDay, localDay } from "../parts/zoned.ts";
import { stale } from "../state.ts";
import { below } from "../views.ts";
import { CoverageMap } from "./map.tsx";
import { holesOf, uncovered } from "./reading.ts";
import { Keys, Strip, daySentence } from "./strip.tsx";
import { coverageTexts } from "./texts.ts";
import { lineChannels, useCoverage, type Channel, type Coverages } from "./use.ts";
import { holeWords } from "./words.ts";

const SHOWN_FIRST = 6;

function HoleItem({ hole, coverages, callouts }: { hole: Hole; coverages: Coverages; callouts: Callouts | null }): JSX.Element {
  const t = coverageTexts();
  const running = callingFor(hole, callouts);
  return (
    <li class="need">
      <p class="withshape">
        <Shape name="cut" />
        <span>{capital(holeWords(hole, coverages.all))}</span>
      </p>
      <div class="row">
        {running ? (
          <a class="go" href={to("callouts", running.id)}>
            {nowTexts().calling}
          </a>
        ) : (
          <CallNow hole={hole} />
        )}
        <a class="go" href={to("rota", localDay(Date.parse(hole.starts_at), zone()), 7)}>
          {t.openRota}
        </a>
      </div>
    </li>
  );
}

function Holes({ coverages }: { coverages: Coverages }): JSX.Element {
  const t = coverageTexts();
  const all = useSignal(false);
  const callouts = useFetched<Callouts>("callouts");
  const holes = holesOf(coverages.all, lineNow());
  const shown = all.value ? holes : holes.slice(0, SHOWN_FIRST);
  return (
    <section class="needs stack near" aria-labelledby="holes">
      <h2 id="holes" tabIndex={-1} data-focus="first">
        {t.holes}
      </h2>
      {holes.length === 0 && <p>{t.noHoles}</p>}
      <ul>
        {shown.map((hole) => (
          <HoleItem key={`${hole.starts_at} ${hole.channels.join()}`} hole={hole} coverages={coverages} callouts={callouts.value.value} />
        ))}
      </ul>
      {shown.length < holes.length && (
        <div class="row">
          <button type="button" onClick={() => (all.value = true)}>
            {t.moreHoles(holes.length - shown.length)}
          </button>
        </div>
      )}
    </section>
  );
}

function Uncovered({ coverages }: { coverages: Coverages }): JSX.Element {
  const t = coverageTexts();
  return (
    <section class="stack near" aria-labelledby="uncovered">
      <h2 id="uncovered">{t.uncovered}</h2>
      <dl class="now">
        {(["day", "week", "fortnight"] as const).map((key) => (
          <div key={key}>
            <dt>{t.spans[key]}</dt>
            <dd>{spanRough(uncovered(coverages.all, key))}</dd>
          </div>
        ))}
      </dl>
      <p class="soft">{t.uncoveredText}</p>
    </section>
  );
}

function Pages({ channel, first }: { channel: Channel; first: string }): JSX.Element {
  const t = coverageTexts();
  return (
    <div class="row">
      {lineChannels().map((one) => (
        <a key={one} class="pick" href={to("coverage", one, first)} aria-current={one === channel ? "true" : undefined}>
          {partTexts().channelWord[one]}
        </a>
      ))}
      <a class="go" href={to("coverage", channel, addDays(first, -14))}>
        {t.earlier}
      </a>
      {first !== today() && (
        <a class="go" href={to("coverage", channel)}>
          {t.now}
        </a>
      )}
      <a class="go" href={to("coverage", channel, addDays(first, 14))}>
        {t.later}
      </a>
    </div>
  );
}

/** `#coverage/chat/2026-03-23/2026-03-29`: the channel, the first day of the map, and the day whose hours are shown. */
export function CoverageView(): JSX.Element {
  const [asked, from, day] = below.value;
  const channel = lineChannels().find((one) => one === asked) ?? lineChannels()[0] ?? "chat";
  const first = isDay(from) ? from : today();
  const coverages = useCoverage(first, 14);
  const soon = useCoverage();
  const trouble = coverages.parts.find((part) => part.trouble.value)?.trouble.value ?? null;
  const shown = coverages.all.find((one) => one.channel === channel);
  return (
    <Screen state="home" data-step="coverage" data-stale={String(stale.value)} head={coverageTexts().head}>
      <Meanwhile />
      <TroubleNote trouble={trouble} />
      {soon.all.length > 0 && (
        <section class="stack near" aria-labelledby="next-day">
          <h2 id="next-day">{coverageTexts().nextDay}</h2>
          <p class="full">{daySentence(soon)}</p>
          <Strip coverages={soon} />
          <Keys />
        </section>
      )}
      {!coverages.whole && !trouble && <p role="status">{partTexts().fetching}</p>}
      {coverages.whole && <Holes coverages={coverages} />}
      {coverages.whole && <Uncovered coverages={coverages} />}
      <Pages channel={channel} first={first} />
      {shown && <CoverageMap coverage={shown} first={first} day={isDay(day) ? day : first} />}
    </Screen>
  );
}
