/**
 * The planning. `#planning/chat/2026-12-01` is a day of a channel, `.../7` the week from it on; `#planning/campaigns` and
 * `#planning/past` (counts to read in, and how good the forecast is) are beside it.
 */
import type { JSX } from "preact";
import { Screen } from "../../shared/frame.tsx";
import { to } from "../../shared/hash.ts";
import { lineChannels } from "../coverage/use.ts";
import { Meanwhile } from "../frame.tsx";
import { today } from "../parts/when.ts";
import { isDay } from "../parts/zoned.ts";
import { stale } from "../state.ts";
import { below } from "../views.ts";
import { Ahead } from "./ahead.tsx";
import { Campaigns } from "./campaigns.tsx";
import { Past } from "./past.tsx";
import { Shown } from "./shown.tsx";
import { planningTexts } from "./texts.ts";

const PARTS = ["campaigns", "past"] as const;
type Part = (typeof PARTS)[number];

function Parts({ shown }: { shown: Part | null }): JSX.Element {
  const t = planningTexts();
  return (
    <nav class="row picks" aria-label={t.parts}>
      <a class="pick" href={to("planning")} aria-current={shown === null ? "page" : undefined}>
        {t.ahead}
      </a>
      {PARTS.map((part) => (
        <a key={part} class="pick" href={to("planning", part)} aria-current={shown === part ? "page" : undefined}>
          {t[part]}
        </a>
      ))}
    </nav>
  );
}

function LookAhead({ rest }: { rest: readonly string[] }): JSX.Element {
  const [asked, first, days] = rest;
  const channel = lineChannels().find((one) => one === asked) ?? lineChannels()[0] ?? "chat";
  return (
    <>
      <Ahead />
      <Shown channel={channel} first={isDay(first) ? first : today()} days={days === "7" ? 7 : 1} />
    </>
  );
}

function Body({ part, rest }: { part: Part | null; rest: readonly string[] }): JSX.Element {
  switch (part) {
    case "campaigns":
      return <Campaigns id={rest[1]} />;
    case "past":
      return <Past />;
    default:
      return <LookAhead rest={rest} />;
  }
}

export function PlanningView(): JSX.Element {
  const t = planningTexts();
  const rest = below.value;
  const part = PARTS.find((one) => one === rest[0]) ?? null;
  const step = ["planning", part, part && rest[1]].filter(Boolean).join("/");
  return (
    <Screen state="home" data-step={step} data-stale={String(stale.value)} head={part ? `${t.head}: ${t[part].toLowerCase()}` : t.head}>
      <Meanwhile />
      <Parts shown={part} />
      <Body part={part} rest={rest} />
    </Screen>
  );
}
