/** How far a study is, in a sentence, and the way to stop it. */
import type { JSX } from "preact";
import { language } from "../../shared/language.ts";
import type { StudyShown } from "../../shared/protocol.ts";
import { Shape, type ShapeName } from "../../shared/shapes.tsx";
import { inDutch } from "../parts/remedies.ts";
import { isGoing } from "./following.ts";
import { studyTexts } from "./texts.ts";

const SHAPES: Record<StudyShown["state"], ShapeName> = { queued: "ring", running: "half", stopping: "half", done: "full", stopped: "bars", failed: "cut" };

/** A remedy is a sentence; all else is the name of what broke, which helps only who keeps the line running. */
const REMEDY = /^[A-Z][a-z]+ .*\.$/;

function Why({ trouble }: { trouble: string }): JSX.Element {
  const t = studyTexts();
  if (!REMEDY.test(trouble)) {
    return (
      <>
        <p>{t.failedInside}</p>
        <p lang="en" class="soft">
          {trouble}
        </p>
      </>
    );
  }
  const dutch = language.value === "nl" ? inDutch(trouble) : null;
  if (dutch || language.value === "en") return <p>{dutch ?? trouble}</p>;
  return <p lang="en">{t.failedWhy(trouble)}</p>;
}

interface ProgressProps {
  study: StudyShown;
  said: string;
  /** What is read aloud where `said` changes too often for that. */
  aloud?: string;
  stop: string;
  onStop: () => void;
}

export function Progress({ study, said, aloud, stop, onStop }: ProgressProps): JSX.Element {
  const { state, trouble } = study;
  return (
    <section class="near stack" aria-label={studyTexts().states[state]}>
      <p class="hidden" role="status">
        {aloud ?? said}
      </p>
      <div tabIndex={-1} data-focus="first" class="study-state">
        <p class="withshape">
          <Shape name={SHAPES[state]} />
          <strong>{said}</strong>
        </p>
        {state === "failed" && trouble && <Why trouble={trouble} />}
      </div>
      {isGoing(state) && state !== "stopping" && (
        <div class="row">
          <button type="button" onClick={onStop}>
            {stop}
          </button>
        </div>
      )}
    </section>
  );
}
