/** Call-outs: those that run, whole; then those of the last days. */
import type { JSX } from "preact";
import { Screen } from "../../shared/frame.tsx";
import type { Callouts } from "../../shared/protocol.ts";
import { Meanwhile } from "../frame.tsx";
import { useFetched } from "../parts/fetched.ts";
import { Loaded } from "../parts/loaded.tsx";
import { stale } from "../state.ts";
import { below } from "../views.ts";
import { OneCallout } from "./one.tsx";
import { StartForm } from "./start.tsx";
import { calloutTexts } from "./texts.ts";

function List({ callouts }: Callouts): JSX.Element {
  const t = calloutTexts();
  const running = callouts.filter(({ state }) => state === "running");
  const past = callouts.filter(({ state }) => state !== "running");
  return (
    <>
      <section class="stack near" aria-labelledby="running">
        <h2 id="running">{t.running}</h2>
        {running.length === 0 && <p>{t.runningNone}</p>}
        {running.map((one) => (
          <OneCallout key={one.id} one={one} open />
        ))}
      </section>
      <StartForm runs={running.length > 0} />
      <section class="stack near" aria-labelledby="past">
        <h2 id="past">{t.past}</h2>
        {past.length === 0 && <p>{t.pastNone}</p>}
        {past.map((one) => (
          <OneCallout key={one.id} one={one} open={below.value[0] === one.id} />
        ))}
      </section>
    </>
  );
}

export function CalloutsView(): JSX.Element {
  const callouts = useFetched<Callouts>("callouts");
  return (
    <Screen state="home" data-step="callouts" data-stale={String(stale.value)} head={calloutTexts().head}>
      <Meanwhile />
      <Loaded of={callouts}>{(value) => <List {...value} />}</Loaded>
    </Screen>
  );
}
