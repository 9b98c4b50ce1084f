/** Why something did not go: a sentence, with what to do, next to what caused it. */
import type { JSX } from "preact";
import { reasonsOf, type Answer } from "../../shared/http.ts";
import type { Reason } from "../../shared/protocol.ts";
import { ReasonList } from "./reasons.tsx";
import { partTexts } from "./texts.ts";

export type Trouble = Extract<Answer<unknown>, { ok: false }>;

export function sentence({ status, problem }: Trouble): string {
  const t = partTexts();
  if (status === 0 || problem === null) return t.away;
  const known = t.problems[problem.code];
  if (known) return known;
  return problem.retry ? t.later : t.unknown(problem.remedy);
}

export const hardOf = (reasons: readonly Reason[]): readonly Reason[] => reasons.filter(({ hard }) => hard);

/** An empty region that speaks once there is something to say. */
export function TroubleNote({ trouble }: { trouble: Trouble | null }): JSX.Element {
  const t = partTexts();
  const reasons = trouble ? reasonsOf(trouble.problem) : [];
  return (
    <div role="alert">
      {trouble && (
        <div class="trouble">
          <p>{sentence(trouble)}</p>
          {reasons.length > 0 && <ReasonList reasons={reasons} />}
          {trouble.problem?.code === "not_logged_in" && (
            <p>
              <a class="go" href="/dashboard" target="_blank">
                {t.logInElsewhere}
              </a>
            </p>
          )}
        </div>
      )}
    </div>
  );
}
