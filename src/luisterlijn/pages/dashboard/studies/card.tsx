/** One shift beside the rota as it is: who is on it, who is proposed, what stays open and why. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import { post } from "../../shared/http.ts";
import type { AsksWithdrawn, Candidates, Placed, Reason, ShiftAsk, ShiftShown, Withdrawn } from "../../shared/protocol.ts";
import { Shape, type ShapeName } from "../../shared/shapes.tsx";
import { refresh, useFetched } from "../parts/fetched.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Ask, Back, Opener } from "../parts/opener.tsx";
import { ReasonList } from "../parts/reasons.tsx";
import { clockOf } from "../parts/when.ts";
import { monday } from "../parts/zoned.ts";
import { Picking } from "../rota/assign.tsx";
import type { Kind, Row, ShiftRows } from "./rows.ts";
import type { StudyTexts } from "./nl.ts";
import { studyTexts } from "./texts.ts";
import { gapWords } from "./words.ts";

export interface Change {
  drop: (one: Placed) => void;
  putBack: (one: Placed) => void;
  add: (one: Placed) => void;
}

const SHAPES: Record<Kind, ShapeName> = { on: "full", proposed: "target", added: "target", dropped: "cut", asked: "ring" };
const ASKED: Record<string, ShapeName> = { open: "half", yes: "full", no: "cut", filled: "bars", expired: "bars", withdrawn: "bars" };

export const hours = (shift: ShiftShown): string => `${clockOf(shift.starts_at)}–${clockOf(shift.ends_at)}`;

function stateOf({ kind, ask }: Row, t: StudyTexts): { word: string; shape: ShapeName } {
  if (kind === "on" || ask === null) return { word: t.keys[kind], shape: SHAPES[kind] };
  return { word: t.asks[ask.state] ?? t.keys.asked, shape: ASKED[ask.state] ?? SHAPES[kind] };
}

function Refused({ why, reasons }: { why: string | null; reasons: readonly Reason[] }): JSX.Element {
  const t = studyTexts();
  return (
    <div class="refused">
      <p>{t.notAsked[why ?? ""] ?? t.notAskedOther}</p>
      {reasons.length > 0 && <ReasonList reasons={reasons} />}
    </div>
  );
}

function Withdraw({ ask, name }: { ask: ShiftAsk; name: string }): JSX.Element {
  const t = studyTexts();
  const send = () => post<Withdrawn>("asks/withdraw", { asks: [ask.id] } satisfies AsksWithdrawn);
  return (
    <Ask label={t.withdraw} about={`(${name})`} head={t.withdrawHead(name)} text={t.withdrawText} yes={t.withdrawYes} send={send} then={() => void refresh()} />
  );
}

/** Called, not mounted, as the cards of the rota are. */
function person(row: Row, change: Change, t: StudyTexts): JSX.Element {
  const { kind, name, ask, refused } = row;
  const { word, shape } = stateOf(row, t);
  const out = kind === "dropped";
  const free = (kind === "proposed" || kind === "added" || out) && ask?.state !== "open" && ask?.state !== "yes";
  return (
    <li key={row.volunteer} class={`who is-${kind}`} data-ask={ask?.state}>
      <p class="withshape">
        <Shape name={shape} />
        <span>
          <strong>{name}</strong> <span class="soft">{word}</span>
        </span>
      </p>
      {free && (
        <button type="button" class="plain" onClick={() => (out ? change.putBack(row) : change.drop(row))}>
          {out ? t.putBack : t.drop}
          <span class="hidden">{` (${name})`}</span>
        </button>
      )}
      {ask?.state === "open" && <Withdraw ask={ask} name={name} />}
      {refused && kind !== "on" && <Refused why={refused.why} reasons={refused.reasons} />}
    </li>
  );
}

function Choosing({ shift, there, change }: { shift: ShiftShown; there: ReadonlySet<string>; change: Change }): JSX.Element {
  const t = studyTexts();
  const candidates = useFetched<Candidates>(`shifts/${shift.id}/candidates`);
  return (
    <Loaded of={candidates}>
      {(value) => (
        <Picking candidates={value.candidates.filter(({ volunteer }) => !there.has(volunteer))} freeOnly>
          {({ volunteer, name }, taken) => (
            <div class="row">
              <button
                type="button"
                class="main"
                onClick={() => {
                  change.add({ shift: shift.id, volunteer, name });
                  taken(t.added(name));
                }}
              >
                {t.addYes(name)}
              </button>
            </div>
          )}
        </Picking>
      )}
    </Loaded>
  );
}

function Add({ shift, rows, change }: { shift: ShiftShown; rows: readonly Row[]; change: Change }): JSX.Element {
  const t = studyTexts();
  const open = useSignal(false);
  const there = new Set(rows.map(({ volunteer }) => volunteer));
  return (
    <Opener open={open} label={t.add} head={t.addTo(`${shift.name}, ${hours(shift)}`)} about={`(${shift.name}, ${hours(shift)})`}>
      <p class="soft">{t.addRules}</p>
      <Choosing shift={shift} there={there} change={change} />
      <div class="row">
        <Back open={open} />
      </div>
    </Opener>
  );
}

function Open({ one }: { one: ShiftRows }): JSX.Element | null {
  const t = studyTexts();
  if (one.open === 0) return null;
  const { starts_at, ends_at } = one.shift;
  return (
    <div class="open stack near">
      <p class="withshape">
        <Shape name="cut" />
        <strong>{t.places(one.open)}</strong>
      </p>
      {one.took > 0 && <p>{t.yours}</p>}
      {one.lost > 0 && <p>{t.lost(one.lost)}</p>}
      {one.gaps.map((gap) => (
        <p key={`${gap.starts_at} ${gap.channels.join()}`}>{gapWords(gap, gap.starts_at === starts_at && gap.ends_at === ends_at)}</p>
      ))}
    </div>
  );
}

export function Card({ one, change }: { one: ShiftRows; change: Change }): JSX.Element {
  const t = studyTexts();
  const { shift, rows } = one;
  return (
    <li class={`proposed-shift ${one.open ? "is-open" : ""}`} data-shift={shift.id}>
      <h4 tabIndex={-1} data-focus="first">
        <a href={to("rota", monday(shift.day), 7, shift.id)}>
          <span class="times">{hours(shift)}</span> {shift.name}
        </a>
      </h4>
      {shift.state === "draft" && <p class="soft">{t.draft}</p>}
      {rows.length === 0 && <p class="soft">{t.nobodyOn}</p>}
      <ul class="bare">{rows.map((row) => person(row, change, t))}</ul>
      <Open one={one} />
      {shift.state !== "draft" && <Add shift={shift} rows={rows} change={change} />}
    </li>
  );
}
