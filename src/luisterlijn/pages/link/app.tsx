/** The page behind the link of a message, for `/answer`, `/asked` and `/invitation`. It only looks until a button is pressed. */
import type { JSX } from "preact";
import { Head, Screen } from "../shared/frame.tsx";
import { Answer, answer } from "./answer.tsx";
import { Asked, asked } from "./asked.tsx";
import type { Link } from "./ask.ts";
import { GoOn } from "./go.tsx";
import { Invitation, invitation } from "./invitation.tsx";
import { texts } from "./texts.ts";
import { purpose } from "./token.ts";

const LINKS = { answer, asked, invitation } as const;
const VIEWS = { answer: Answer, asked: Asked, invitation: Invitation } as const;

function Waits<T extends { line: string }>({ asked, tell }: Link<T>): JSX.Element | null {
  const t = texts();
  const { is } = asked.value;
  if (is === "loading") {
    return (
      <Screen state="loading" head={t.title}>
        <p role="status">{t.loading}</p>
      </Screen>
    );
  }
  if (is === "away") {
    return (
      <Screen state="away" head={t.awayHead}>
        <p>{t.awayText}</p>
        <div class="row">
          <button type="button" class="main big" onClick={() => void tell()}>
            {t.again}
          </button>
        </div>
      </Screen>
    );
  }
  return (
    <Screen state="gone" head={t.goneHead}>
      <p>{purpose === "invitation" ? t.goneInvitation : t.goneAnswer}</p>
      <GoOn>{purpose === "invitation" ? t.logIn : t.toConsole}</GoOn>
    </Screen>
  );
}

export function App(): JSX.Element {
  const link = LINKS[purpose];
  const View = VIEWS[purpose];
  const found = link.asked.value;
  const name = found.is === "shown" ? found.shown.line : texts().title;
  return (
    <>
      <Head name={name} />
      {found.is !== "shown" ? <Waits {...(link as Link<{ line: string }>)} /> : <View />}
    </>
  );
}
