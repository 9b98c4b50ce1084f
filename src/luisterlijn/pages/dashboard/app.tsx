/** The coordinator's overview: what asks for a hand, now, the people, today. */
import type { JSX } from "preact";
import { Head, Screen, Stopped } from "../shared/frame.tsx";
import { clock } from "../shared/language.ts";
import { LogInScreen } from "../shared/login.tsx";
import type { Board } from "../shared/protocol.ts";
import { sharedTexts } from "../shared/texts.ts";
import { Now, Today, Uncovered, Volunteers } from "./figures.tsx";
import { board, enter, leave, line, loggedOut, stage, stale, takeOver } from "./state.ts";
import { texts } from "./texts.ts";

function Freshness(): JSX.Element {
  const t = texts();
  const at = board.value ? clock(board.value.at) : "…";
  return (
    <>
      <div role="status">{stale.value && <p class="hand">{t.stale(at)}</p>}</div>
      {!stale.value && <p class="soft">{t.live(at)}</p>}
    </>
  );
}

function Figures({ now }: { now: Board }): JSX.Element {
  return (
    <>
      <Uncovered board={now} />
      {!now.open && <p class="notice">{texts().closed}</p>}
      <Freshness />
      <Now board={now} />
      <div class="tables">
        <Volunteers board={now} />
        <Today board={now} />
      </div>
    </>
  );
}

function NotAllowed(): JSX.Element {
  const t = texts();
  return (
    <Screen state="not-allowed" head={t.notAllowedHead}>
      <p>{t.notAllowedText}</p>
      <p>
        <a class="go" href="/console">{t.toConsole}</a>
      </p>
    </Screen>
  );
}

function Stage(): JSX.Element {
  const t = texts();
  switch (stage.value) {
    case "login":
      return <LogInScreen head={t.logInHead} lead={t.logInLead} notice={loggedOut.value ? t.loggedOut : ""} onPerson={(person) => void enter(person)} />;
    case "not-allowed":
      return <NotAllowed />;
    case "home":
      return (
        <Screen state="home" data-stale={String(stale.value)} head={t.head}>
          {board.value ? <Figures now={board.value} /> : <p role="status">{t.waitingForFigures}</p>}
        </Screen>
      );
    case "loading":
      return (
        <Screen state="loading" head={t.title}>
          <p role="status">{sharedTexts().loading}</p>
        </Screen>
      );
    default:
      return <Stopped elsewhere={stage.value === "elsewhere"} onHere={takeOver} />;
  }
}

export function App(): JSX.Element {
  const inside = stage.value === "home" || stage.value === "not-allowed";
  return (
    <>
      <Head name={line.value?.name ?? "Luisterlijn"}>
        {inside && (
          <button type="button" onClick={() => void leave()}>
            {sharedTexts().logOut}
          </button>
        )}
      </Head>
      <Stage />
    </>
  );
}
