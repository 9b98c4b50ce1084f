import type { JSX } from "preact";
import type { Me } from "../shared/protocol.ts";
import { OFFER_HEAD } from "./offer.tsx";
import { me, notice, type Notice } from "./state.ts";
import { texts } from "./texts.ts";

function words(now: Notice | null): string {
  const t = texts();
  if (now === null) return "";
  if (now.about === "offer") return t.gone[now.why];
  if (now.about === "talk") return t.talkGone[now.why];
  if (now.about === "offline") return t.offline;
  return now.about === "busy" ? t.busy : t.refusedAction;
}

/** An offer that comes in the middle of a talk: the volunteer may be writing, far from where it stands. */
function Another({ now }: { now: Me | null }): JSX.Element | null {
  const t = texts();
  if (!now?.offer || now.talks.length === 0) return null;
  const look = (): void => {
    const head = document.getElementById(OFFER_HEAD);
    head?.focus({ preventScroll: true });
    head?.closest("section")?.scrollIntoView({ block: "nearest" });
  };
  return (
    <div class="notice row" data-testid="another">
      <p>
        <strong>{t.another}</strong>
      </p>
      <button type="button" onClick={look}>
        {t.look}
      </button>
    </div>
  );
}

/** What happened without the volunteer doing it, told once and until dismissed; and what asks for them now. */
export function Notices(): JSX.Element {
  const t = texts();
  const said = words(notice.value);
  return (
    <div class="notices stack near">
      <Another now={me.value} />
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
    </div>
  );
}
