/** The console: true presence on top, then what asks for the volunteer now, then the rest. No queue figures anywhere. */
import type { JSX } from "preact";
import { Head, Screen, Stopped } from "../shared/frame.tsx";
import { to } from "../shared/hash.ts";
import { LogInScreen } from "../shared/login.tsx";
import { sharedTexts } from "../shared/texts.ts";
import { Controls, Extras } from "./controls.tsx";
import { enter, leave, takeOver } from "./line.ts";
import { Notices } from "./notices.tsx";
import { OfferArea } from "./offer.tsx";
import { PresenceBar, PresenceMark, shownPresence } from "./presence.tsx";
import { AskedNote } from "./shifts/asked.tsx";
import { Shifts } from "./shifts/view.tsx";
import { Standing } from "./standing.tsx";
import { line, loggedOut, me, person, stage } from "./state.ts";
import { TalkArea } from "./talk.tsx";
import { texts } from "./texts.ts";
import { Today } from "./today.tsx";
import { called, view, visited, type View } from "./view.ts";
import { WrapUpArea } from "./wrapup.tsx";

/** The way from one view to the other; nobody goes anywhere while somebody asks for them. */
function Views(): JSX.Element | null {
  const t = texts().views;
  if (called.value) return null;
  const link = (name: View, words: string): JSX.Element => (
    <a href={to(name)} aria-current={view.value === name ? "page" : undefined}>
      {words}
    </a>
  );
  return (
    <nav class="views" aria-label={t.label}>
      {link("now", t.now)}
      {link("shifts", t.shifts)}
    </nav>
  );
}

function Now(): JSX.Element {
  const now = me.value;
  const talking = (now?.talks.length ?? 0) > 0;
  return (
    <div class="stack" hidden={view.value !== "now"}>
      {now && <Standing now={now} />}
      {!talking && <AskedNote />}
      {!talking && <Extras now={now} />}
      <OfferArea offer={now?.offer ?? null} busy={talking} />
      <div class="talks">
        {now?.talks.map((talk) =>
          talk.state === "wrapup" ? <WrapUpArea key={talk.contact} talk={talk} /> : <TalkArea key={talk.contact} talk={talk} />,
        )}
      </div>
      {talking && <Extras now={now} />}
      {now && <Today talks={now.today} />}
    </div>
  );
}

function Home(): JSX.Element {
  const t = texts();
  const now = me.value;
  const here = view.value === "now";
  const talking = (now?.talks.length ?? 0) > 0;
  const head = here ? t.head(person.value?.name ?? "") : t.views.shifts;
  return (
    <Screen state="home" data-step={view.value} data-presence={shownPresence()} data-talking={String(talking)} head={head} above={<Views />}>
      <div class="top stack near">
        {here && <PresenceBar>{now ? <Controls now={now} /> : <p>{t.connecting}</p>}</PresenceBar>}
        <Notices />
      </div>
      <Now />
      {visited.value && (
        <div class="stack" hidden={here}>
          <Shifts />
        </div>
      )}
    </Screen>
  );
}

function Stage(): JSX.Element {
  const t = texts();
  switch (stage.value) {
    case "loading":
      return (
        <Screen state="loading" head={t.title}>
          <p role="status">{sharedTexts().loading}</p>
        </Screen>
      );
    case "login":
      return <LogInScreen head={t.logInHead} lead={t.logInLead} notice={loggedOut.value ? t.loggedOut : ""} onPerson={enter} />;
    case "home":
      return <Home />;
    default:
      return <Stopped elsewhere={stage.value === "elsewhere"} onHere={takeOver} />;
  }
}

export function App(): JSX.Element {
  return (
    <>
      <Head name={line.value?.name ?? "Luisterlijn"} mark={stage.value === "home" && <PresenceMark />}>
        {stage.value === "home" && (
          <button type="button" onClick={() => void leave()}>
            {sharedTexts().logOut}
          </button>
        )}
      </Head>
      <Stage />
    </>
  );
}
