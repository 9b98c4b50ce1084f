/**
 * The rota. `#rota/2026-03-23/7` is the week, `.../<shift>` one shift of it, `.../new` a single one to add;
 * `#rota/templates`, `#rota/publish`, `#rota/swaps` and `#rota/files` are beside it.
 */
import type { JSX } from "preact";
import { Screen } from "../../shared/frame.tsx";
import { to } from "../../shared/hash.ts";
import type { RotaWeek } from "../../shared/protocol.ts";
import { Meanwhile } from "../frame.tsx";
import { useFetched } from "../parts/fetched.ts";
import { Loaded } from "../parts/loaded.tsx";
import { today } from "../parts/when.ts";
import { isDay, monday } from "../parts/zoned.ts";
import { stale } from "../state.ts";
import { below } from "../views.ts";
import { Files } from "./files.tsx";
import { Publish } from "./publish.tsx";
import { OneShift } from "./shift.tsx";
import { AddShift } from "./shift_form.tsx";
import { Swaps } from "./swaps.tsx";
import { Templates } from "./templates.tsx";
import { rotaTexts } from "./texts.ts";
import { Week } from "./week.tsx";

const PARTS = ["templates", "publish", "swaps", "files"] as const;
type Part = (typeof PARTS)[number];

function Parts({ shown }: { shown: Part | null }): JSX.Element {
  const t = rotaTexts();
  return (
    <nav class="row picks" aria-label={t.parts}>
      <a class="pick" href={to("rota")} aria-current={shown === null ? "page" : undefined}>
        {t.week}
      </a>
      {PARTS.map((part) => (
        <a key={part} class="pick" href={to("rota", part)} aria-current={shown === part ? "page" : undefined}>
          {t[part]}
        </a>
      ))}
    </nav>
  );
}

function InWeek({ first, days, shift }: { first: string; days: number; shift: string | undefined }): JSX.Element {
  const rota = useFetched<RotaWeek>(`rota?from=${first}&days=${days}`);
  if (shift === "new") return <AddShift first={first} days={days} />;
  return <Loaded of={rota}>{(week) => (shift ? <OneShift week={week} id={shift} /> : <Week week={week} />)}</Loaded>;
}

function Body({ part, rest }: { part: Part | null; rest: readonly string[] }): JSX.Element {
  const [first, days, shift] = rest;
  switch (part) {
    case "templates":
      return <Templates id={rest[1]} />;
    case "publish":
      return <Publish />;
    case "swaps":
      return <Swaps />;
    case "files":
      return <Files />;
    default:
      return <InWeek first={isDay(first) ? first : monday(today())} days={days === "14" ? 14 : 7} shift={shift} />;
  }
}

export function RotaView(): JSX.Element {
  const t = rotaTexts();
  const rest = below.value;
  const part = PARTS.find((one) => one === rest[0]) ?? null;
  const step = ["rota", part ?? "week", part ? rest[1] : rest[2]].filter(Boolean).join("/");
  return (
    <Screen state="home" data-step={step} data-stale={String(stale.value)} head={part ? `${t.head}: ${t[part].toLowerCase()}` : t.head}>
      <Meanwhile />
      <Parts shown={part} />
      <Body part={part} rest={rest} />
    </Screen>
  );
}
