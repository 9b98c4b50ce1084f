/** The coordinator's page: tabs, and the view that the address names. */
import type { JSX } from "preact";
import { Head, Screen, Stopped } from "../shared/frame.tsx";
import { LogInScreen } from "../shared/login.tsx";
import { sharedTexts } from "../shared/texts.ts";
import { AuditView } from "./audit/view.tsx";
import { CalloutsView } from "./callouts/view.tsx";
import { CoverageView } from "./coverage/view.tsx";
import { Tabs } from "./frame.tsx";
import { enter, leave, takeOver } from "./line.ts";
import { NowView } from "./now/now.tsx";
import { PeopleView } from "./people/view.tsx";
import { PlanningView } from "./planning/view.tsx";
import { RotaView } from "./rota/view.tsx";
import { ProposalsView } from "./studies/proposals.tsx";
import { SimulationsView } from "./studies/simulation/view.tsx";
import { line, loggedOut, stage } from "./state.ts";
import { texts } from "./texts.ts";
import { view } from "./views.ts";
import { WallView } from "./wall/wall.tsx";

function NotAllowed(): JSX.Element {
  const t = texts();
  return (
    <Screen state="not-allowed" head={t.notAllowedHead}>
      <p>{t.notAllowedText}</p>
      <p>
        <a class="go" href="/console">
          {t.toConsole}
        </a>
      </p>
    </Screen>
  );
}

function View(): JSX.Element {
  switch (view.value) {
    case "coverage":
      return <CoverageView />;
    case "planning":
      return <PlanningView />;
    case "rota":
      return <RotaView />;
    case "proposals":
      return <ProposalsView />;
    case "simulations":
      return <SimulationsView />;
    case "people":
      return <PeopleView />;
    case "callouts":
      return <CalloutsView />;
    case "audit":
      return <AuditView />;
    case "wall":
      return <WallView />;
    default:
      return <NowView />;
  }
}

function Stage(): JSX.Element {
  const t = texts();
  switch (stage.value) {
    case "login":
      return <LogInScreen head={t.logInHead} lead={t.logInLead} notice={loggedOut.value ? t.loggedOut : ""} onPerson={(one) => void enter(one)} />;
    case "not-allowed":
      return <NotAllowed />;
    case "home":
      return <View />;
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
  const home = stage.value === "home";
  if (home && view.value === "wall") return <WallView />;
  return (
    <>
      <Head name={line.value?.name ?? "Luisterlijn"}>
        {(home || stage.value === "not-allowed") && (
          <button type="button" onClick={() => void leave()}>
            {sharedTexts().logOut}
          </button>
        )}
      </Head>
      {home && <Tabs />}
      <Stage />
    </>
  );
}
