/** What asks for a hand, the most pressing first, each as a sentence with what can be done about it beside it. */
import type { ComponentChildren, JSX } from "preact";
import { to } from "../../shared/hash.ts";
import { languageName } from "../../shared/language.ts";
import type { Board, Callouts, Hole, LaneNow, People, Swaps } from "../../shared/protocol.ts";
import { Shape, type ShapeName } from "../../shared/shapes.tsx";
import { capital } from "../../shared/when.ts";
import { CallNow, callingFor } from "../callouts/call.tsx";
import { holesOf } from "../coverage/reading.ts";
import { nextHours } from "../coverage/strip.tsx";
import type { Coverages } from "../coverage/use.ts";
import { holeWords } from "../coverage/words.ts";
import { join } from "../line.ts";
import { useFetched } from "../parts/fetched.ts";
import { topicName } from "../parts/names.ts";
import { partTexts } from "../parts/texts.ts";
import { instant, lineNow, time, zone } from "../parts/when.ts";
import { localDay } from "../parts/zoned.ts";
import { joined } from "../state.ts";
import { nowTexts } from "./texts.ts";

/** Papers end by the day; looking again this often is enough. */
const PAPERS_MS = 60_000;

interface Need {
  key: string;
  /** A hand is needed now. */
  pressing: boolean;
  shape: ShapeName;
  text: string;
  does?: ComponentChildren;
}

function Link({ href, children }: { href: string; children: string }): JSX.Element {
  return (
    <a class="go" href={href}>
      {children}
    </a>
  );
}

function hands(board: Board): Need[] {
  const t = nowTexts();
  return board.hands.map((hand) => {
    const mine = joined.value.some(({ contact }) => contact === hand.contact);
    const text = hand.joined ? t.handJoined(hand.volunteer, hand.joined) : t.hand(hand.volunteer, time(hand.since));
    const button = (
      <button type="button" class={hand.joined ? "" : "main"} onClick={() => join(hand.contact)}>
        {t.join}
      </button>
    );
    return { key: `hand ${hand.contact}`, pressing: !hand.joined, shape: hand.joined ? "half" : "speech", text, ...(!mine && { does: button }) };
  });
}

export function laneName(lane: LaneNow): string {
  const topic = lane.topic === null ? nowTexts().anyTopic : topicName(lane.topic);
  return [partTexts().channels[lane.channel], languageName(lane.language), topic, lane.region].filter(Boolean).join(", ");
}

function unable(board: Board): Need[] {
  const on = board.channels.some(({ ready }) => ready > 0) || board.in_conversation > 0;
  const lanes = on ? board.lanes.filter(({ waiting, able }) => waiting > 0 && able === 0) : [];
  return lanes.slice(0, 3).map((lane) => {
    const text = nowTexts().noneAble(lane.waiting, laneName(lane));
    return { key: `lane ${laneName(lane)}`, pressing: false, shape: "target", text };
  });
}

function late(board: Board): Need[] {
  const t = nowTexts();
  const text = (one: Board["late"][number]): string => t.late(one.volunteer, one.shift_name, instant(one.since));
  return board.late.map((one) => ({
    key: `late ${one.volunteer} ${one.since}`,
    pressing: true,
    shape: "ring",
    text: text(one),
    does: one.shift && <Link href={to("rota", localDay(Date.parse(one.since), zone()), 7, one.shift)}>{t.toShift}</Link>,
  }));
}

function coverage(coverages: Coverages, callouts: Callouts | null): Need[] {
  const t = nowTexts();
  const { until } = nextHours();
  const holes = holesOf(coverages.all, lineNow()).filter(({ starts_at }) => Date.parse(starts_at) < until);
  const [first] = holes;
  if (!first) return [];
  const running = callingFor(first, callouts);
  const soon = (hole: Hole): boolean => Date.parse(hole.starts_at) < lineNow() + 2 * 3_600_000;
  const need: Need = {
    key: `hole ${first.starts_at}`,
    pressing: soon(first) && !running,
    shape: "cut",
    text: t.hole(capital(holeWords(first, coverages.all))) + (running ? ` ${t.calling}` : ""),
    does: running ? <Link href={to("callouts", running.id)}>{t.toCallouts}</Link> : <CallNow hole={first} main />,
  };
  const rest = holes.length - 1;
  if (rest === 0) return [need];
  return [need, { key: "holes", pressing: false, shape: "cut", text: t.moreHoles(rest), does: <Link href={to("coverage")}>{t.toCoverage}</Link> }];
}

function matters(board: Board, swaps: Swaps | null, expiring: People | null): Need[] {
  const t = nowTexts();
  const needs: Need[] = [];
  if (board.callouts > 0) {
    needs.push({ key: "callouts", pressing: false, shape: "target", text: t.callouts(board.callouts), does: <Link href={to("callouts")}>{t.toCallouts}</Link> });
  }
  for (const { channel, open, by_hand } of board.channels) {
    if (by_hand && !open) needs.push({ key: `shut ${channel}`, pressing: false, shape: "bars", text: t.byHandClosed(partTexts().channelWord[channel]) });
  }
  const asked = swaps?.swaps.filter(({ state }) => state === "asked").length ?? 0;
  if (asked) needs.push({ key: "swaps", pressing: false, shape: "half", text: t.swaps(asked), does: <Link href={to("rota", "swaps")}>{t.toSwaps}</Link> });
  const papers = expiring?.people.length ?? 0;
  if (papers) needs.push({ key: "papers", pressing: false, shape: "moon", text: t.expiring(papers), does: <Link href={to("people", "expiring")}>{t.toExpiring}</Link> });
  return needs;
}

export function Needs({ board, coverages }: { board: Board; coverages: Coverages }): JSX.Element {
  const t = nowTexts();
  const callouts = useFetched<Callouts>("callouts");
  const swaps = useFetched<Swaps>("swaps");
  const expiring = useFetched<People>("people?expiring=1", PAPERS_MS);
  const needs = [
    ...hands(board),
    ...late(board),
    ...coverage(coverages, callouts.value.value),
    ...unable(board),
    ...matters(board, swaps.value.value, expiring.value.value),
  ];
  return (
    <section class="needs stack near" aria-labelledby="needs">
      <h2 id="needs" tabIndex={-1} data-focus="first">
        {t.needs}
      </h2>
      <p class="hidden" role="status">
        {needs
          .filter(({ pressing }) => pressing)
          .map(({ text }) => text)
          .join(" ")}
      </p>
      {needs.length === 0 && (
        <p class="withshape">
          <Shape name="full" />
          <span>{t.needsNone}</span>
        </p>
      )}
      <ul>
        {needs.map((need) => (
          <li key={need.key} class={need.pressing ? "need hand" : "need"}>
            <p class="withshape">
              <Shape name={need.shape} />
              <span>{need.pressing ? <strong>{need.text}</strong> : need.text}</span>
            </p>
            {need.does}
          </li>
        ))}
      </ul>
    </section>
  );
}
