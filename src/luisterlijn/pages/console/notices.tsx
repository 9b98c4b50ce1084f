import type { JSX } from "preact";
import { to } from "../shared/hash.ts";
import { clock } from "../shared/language.ts";
import type { Me, Notice as Word } from "../shared/protocol.ts";
import { AsideNew } from "./help.tsx";
import { OFFER_HEAD } from "./offer.tsx";
import { line, me, notice, words, type Notice } from "./state.ts";
import { texts } from "./texts.ts";
import { called, interrupted } from "./view.ts";

function said(now: Notice | null): string {
  const t = texts();
  if (now === null) return "";
  if (now.about === "said") return now.words();
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

/** What coordinators say to everybody on shift. */
function Words(): JSX.Element {
  const t = texts();
  const dismiss = (word: Word): void => void (words.value = words.value.filter((one) => one !== word));
  return (
    <div role="status">
      {words.value.map((one) => (
        <div class="notice row" key={`${one.at} ${one.by}`} data-testid="word">
          <div>
            <p class="small soft">{t.wordOf(one.by, clock(one.at, line.value?.timezone))}</p>
            <p dir="auto" class="body">
              {one.body}
            </p>
          </div>
          <button type="button" class="plain" onClick={() => dismiss(one)}>
            {t.dismiss}
          </button>
        </div>
      ))}
    </div>
  );
}

/** The volunteer was elsewhere when somebody came. */
function Interrupted(): JSX.Element {
  const t = texts();
  return (
    <div role="status">
      {interrupted.value && (
        <p class="notice" data-testid="interrupted">
          {t.interrupted} {!called.value && <a href={to("shifts")}>{t.toShifts}</a>}
        </p>
      )}
    </div>
  );
}

/** What happened without the volunteer doing it, told once and until dismissed; and what asks for them now. */
export function Notices(): JSX.Element {
  const t = texts();
  const told = said(notice.value);
  return (
    <div class="notices stack near">
      <Another now={me.value} />
      {me.value?.talks.map((talk, _, all) => <AsideNew key={talk.contact} talk={talk} alone={all.length === 1} />)}
      <Words />
      <Interrupted />
      <div role="status">
        {told && (
          <div class="notice row" data-testid="notice">
            <p>{told}</p>
            <button type="button" class="plain" onClick={() => (notice.value = null)}>
              {t.dismiss}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
