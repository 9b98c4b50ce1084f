/** What is around every view: the tabs, whether the figures are of now, and what must not be missed elsewhere. */
import type { JSX } from "preact";
import { to } from "../shared/hash.ts";
import { clock } from "../shared/language.ts";
import { Shape } from "../shared/shapes.tsx";
import { zone } from "./parts/when.ts";
import { board, joined, stale } from "./state.ts";
import { texts } from "./texts.ts";
import { VIEWS, view } from "./views.ts";

export function handsUp(): number {
  return board.value?.hands.filter((hand) => !hand.joined).length ?? 0;
}

export function Tabs(): JSX.Element {
  const t = texts();
  return (
    <nav class="tabs" aria-label={t.parts}>
      <ul>
        {VIEWS.map((one) => (
          <li key={one}>
            <a href={to(one)} aria-current={view.value === one ? "page" : undefined}>
              {t.views[one]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** For views with live figures. */
export function Freshness(): JSX.Element {
  const t = texts();
  const at = board.value ? clock(board.value.at, zone()) : "…";
  return (
    <>
      <div role="status">{stale.value && <p class="hand">{t.stale(at)}</p>}</div>
      {!stale.value && <p class="soft">{t.live(at)}</p>}
    </>
  );
}

/** For the other views: the connection, a hand that was raised, a conversation that waits. */
export function Meanwhile(): JSX.Element {
  const t = texts();
  const hands = handsUp();
  const said = hands ? t.handElsewhere(hands) : joined.value.length ? t.reading : "";
  return (
    <>
      <div role="status">{stale.value && <p class="hand">{t.notLive}</p>}</div>
      <div role="status">
        {said && (
          <div class={hands ? "hand between" : "notice between"}>
            <p class="withshape">
              <Shape name="speech" />
              <span>{said}</span>
            </p>
            <a class="go" href={to("now")}>
              {t.toNow}
            </a>
          </div>
        )}
      </div>
    </>
  );
}
