/** The caller's page: one state, one screen. */
import type { JSX } from "preact";
import { Head, Stopped } from "../shared/frame.tsx";
import { quickExit } from "./exit.ts";
import { Abandoned, Ended, Refused } from "./after.tsx";
import { Consent, Closed, Joining, Loading, Start } from "./begin.tsx";
import { Conversation } from "./conversation.tsx";
import { socket, takeOver } from "./line.ts";
import { Questions } from "./questions.tsx";
import { line, view, type View } from "./state.ts";
import { texts } from "./texts.ts";
import { Waiting } from "./waiting.tsx";

const SCREENS: Record<View, () => JSX.Element> = {
  loading: Loading,
  closed: Closed,
  start: Start,
  consent: Consent,
  questions: Questions,
  joining: Joining,
  waiting: Waiting,
  conversation: Conversation,
  ended: Ended,
  abandoned: Abandoned,
  refused: Refused,
  elsewhere: () => <Stopped elsewhere onHere={takeOver} />,
  broken: () => <Stopped elsewhere={false} onHere={takeOver} />,
};

export function App(): JSX.Element {
  const Now = SCREENS[view.value];
  return (
    <>
      <Head name={line.value?.name ?? ""}>
        <button type="button" class="exit" onClick={() => quickExit(() => socket.stop())}>
          {texts().exit}
        </button>
      </Head>
      <Now key={view.value} />
    </>
  );
}
