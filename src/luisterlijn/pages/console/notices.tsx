import type { JSX } from "preact";
import { notice, type Notice } from "./state.ts";
import { texts } from "./texts.ts";

function words(now: Notice | null): string {
  const t = texts();
  if (now === null) return "";
  if (now.about === "offer") return t.gone[now.why];
  if (now.about === "talk") return t.talkGone[now.why];
  return now.about === "busy" ? t.busy : t.refusedAction;
}

/** What happened without the volunteer doing it, told once and until dismissed. */
export function Notices(): JSX.Element {
  const t = texts();
  const said = words(notice.value);
  return (
    <div role="status">
      {said && (
        <div class="notice row" data-testid="notice">
          <p>{said}</p>
          <button type="button" class="plain" onClick={() => (notice.value = null)}>
            {t.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}
