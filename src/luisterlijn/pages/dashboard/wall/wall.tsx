/** The live figures for a screen across the room: large, no names, nothing to press but the way back. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Screen } from "../../shared/frame.tsx";
import { go, to } from "../../shared/hash.ts";
import { clock } from "../../shared/language.ts";
import type { Board } from "../../shared/protocol.ts";
import { Shape } from "../../shared/shapes.tsx";
import { Strip, daySentence } from "../coverage/strip.tsx";
import { useCoverage } from "../coverage/use.ts";
import { handsUp } from "../frame.tsx";
import { onDuty } from "../now/figures.tsx";
import { channelState } from "../now/channels.tsx";
import { nowTexts } from "../now/texts.ts";
import { partTexts } from "../parts/texts.ts";
import { board, line, now, stale } from "../state.ts";
import { zone } from "../parts/when.ts";
import { texts } from "../texts.ts";
import { useAwake } from "./awake.ts";
import { wallTexts } from "./texts.ts";

function Loud({ shown }: { shown: Board }): JSX.Element {
  const t = wallTexts();
  const alone = shown.waiting > 0 && onDuty(shown) === 0;
  const said = stale.value ? t.stale(clock(shown.at, zone())) : alone ? t.alone : handsUp() ? t.hands(handsUp()) : "";
  return <div role="alert">{said && <p class={stale.value ? "loud is-stale" : "loud"}>{said}</p>}</div>;
}

function Figures({ shown }: { shown: Board }): JSX.Element {
  const t = nowTexts();
  const figures: [string, string | number][] = [
    [t.waiting, shown.waiting],
    [t.longest, t.span(shown.longest_wait_s)],
    [t.inConversation, shown.in_conversation],
    [t.free, shown.volunteers["ready"] ?? 0],
    [t.answered, shown.answered],
    [t.level(t.span(shown.within_s)), shown.service_level === null ? "–" : `${Math.round(shown.service_level * 100)} %`],
  ];
  return (
    <dl class="walled">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Channels({ shown }: { shown: Board }): JSX.Element {
  const t = nowTexts();
  return (
    <ul class="wallchannels">
      {shown.channels.map((one) => (
        <li key={one.channel}>
          <Shape name={one.open ? "full" : "cut"} />
          <span>
            {`${partTexts().channelWord[one.channel]}: ${channelState(one).toLowerCase()}. `}
            {`${t.waiting}: ${one.waiting}. ${t.free}: ${one.ready}.`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Whole({ shown }: { shown: Board }): JSX.Element {
  const coverages = useCoverage();
  return (
    <>
      <Loud shown={shown} />
      <Figures shown={shown} />
      <Channels shown={shown} />
      {coverages.all.length > 0 && (
        <div class="stack near">
          <p class="wallday">{daySentence(coverages)}</p>
          <Strip coverages={coverages} />
        </div>
      )}
    </>
  );
}

export function WallView(): JSX.Element {
  const t = wallTexts();
  useAwake();
  useEffect(() => {
    const leave = (event: KeyboardEvent): void => {
      if (event.key === "Escape") go("now");
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, []);
  const shown = board.value;
  const head = `${line.value?.name ?? t.head}, ${clock(new Date(now.value), zone())}`;
  return (
    <Screen state="home" data-step="wall" data-stale={String(stale.value)} head={head}>
      {shown ? <Whole shown={shown} /> : <p role="status">{texts().waitingForFigures}</p>}
      <p>
        <a class="go" href={to("now")}>
          {t.back}
        </a>
      </p>
    </Screen>
  );
}
