/** The console: true presence on top, then what asks for the volunteer now, then the rest. No queue figures anywhere. */
import type { JSX } from "preact";
import { Head, Screen, Stopped } from "../shared/frame.tsx";
import { LogInScreen } from "../shared/login.tsx";
import { sharedTexts } from "../shared/texts.ts";
import { Controls, Extras } from "./controls.tsx";
import { enter, leave, takeOver } from "./line.ts";
import { Notices } from "./notices.tsx";
import { OfferArea } from "./offer.tsx";
import { PresenceBar, PresenceMark, shownPresence } from "./presence.tsx";
import { line, loggedOut, me, person, stage } from "./state.ts";
import { TalkArea } from "./talk.tsx";
import { texts } from "./texts.ts";
import { Today } from "./today.tsx";
import { WrapUpArea } from "./wrapup.tsx";

function Home(): JSX.Element {
  const t = texts();
  const now = me.value;
  const talking = (now?.talks.length ?? 0) > 0;
  return (
    <Screen state="home" data-presence={shownPresence()} data-talking={String(talking)} head={t.head(person.value?.name ?? "")}>
      <div class="top stack near">
        <PresenceBar>{now ? <Controls now={now} /> : <p>{t.connecting}</p>}</PresenceBar>
        <Notices />
      </div>
      {!talking && <Extras now={now} />}
      <OfferArea offer={now?.offer ?? null} busy={talking} />
      <div class="talks">
        {now?.talks.map((talk) =>
          talk.state === "wrapup" ? <WrapUpArea key={talk.contact} talk={talk} /> : <TalkArea key={talk.contact} talk={talk} />,
        )}
      </div>
      {talking && <Extras now={now} />}
      {now && <Today talks={now.today} />}
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
