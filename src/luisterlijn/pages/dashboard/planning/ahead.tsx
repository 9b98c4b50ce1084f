/** Whether the fortnight ahead holds, in one sentence, and the times that do not, the worst first. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import type { Plan } from "../../shared/protocol.ts";
import { Shape, type ShapeName } from "../../shared/shapes.tsx";
import { channelNames } from "../coverage/words.ts";
import { partTexts } from "../parts/texts.ts";
import { TroubleNote } from "../parts/trouble.tsx";
import { lineNow, today, zone } from "../parts/when.ts";
import { localDay } from "../parts/zoned.ts";
import { daysFrom, lacksOf, worstFirst, type Lack } from "./reading.ts";
import { planningTexts } from "./texts.ts";
import { AHEAD_DAYS, useAhead } from "./use.ts";
import { STATE_SHAPE, lackWhen, lackWords } from "./words.ts";

const SHOWN_FIRST = 4;

interface OfChannel extends Lack {
  channel: Plan["channel"];
}

function lacksOfAll(plans: readonly Plan[]): { lacking: OfChannel[]; tight: OfChannel[] } {
  const days = daysFrom(today(), AHEAD_DAYS);
  const each = plans.map((plan) => ({ channel: plan.channel, ...lacksOf(plan, days, zone(), lineNow()) }));
  const all = (key: "lacking" | "tight"): OfChannel[] => worstFirst(each.flatMap((one) => one[key].map((lack) => ({ ...lack, channel: one.channel }))));
  return { lacking: all("lacking"), tight: all("tight") };
}

function Item({ lack }: { lack: OfChannel }): JSX.Element {
  const t = planningTexts();
  const day = localDay(lack.from, zone());
  const said = lackWords(lack, lack.channel);
  const where = <span class="hidden">{`: ${lackWhen(lack, lack.channel)}`}</span>;
  return (
    <li class="need">
      <p class="withshape">
        <Shape name={STATE_SHAPE[lack.state]} />
        <span>{said}</span>
      </p>
      <div class="row">
        <a class="go" href={to("rota", day, 7)}>
          {t.toRota}
          {where}
        </a>
        <a class="go" href={to("coverage", lack.channel, today(), day)}>
          {t.toCoverage}
          {where}
        </a>
      </div>
    </li>
  );
}

function List({ lacks }: { lacks: readonly OfChannel[] }): JSX.Element {
  const all = useSignal(false);
  const shown = all.value ? lacks : lacks.slice(0, SHOWN_FIRST);
  return (
    <>
      <ul>
        {shown.map((lack) => (
          <Item key={`${lack.channel} ${lack.from}`} lack={lack} />
        ))}
      </ul>
      {shown.length < lacks.length && (
        <div class="row">
          <button type="button" onClick={() => (all.value = true)}>
            {planningTexts().showMore(lacks.length - shown.length)}
          </button>
        </div>
      )}
    </>
  );
}

/** Least first: what is said of the line is said of its worst channel. */
const leastRate = (plans: readonly Plan[]): number => Math.min(...plans.map(({ show_rate }) => show_rate));

function Said({ plans }: { plans: readonly Plan[] }): JSX.Element {
  const t = planningTexts();
  const { lacking, tight } = lacksOfAll(plans);
  const listed = lacking.length ? lacking : tight;
  const shape: ShapeName = lacking.length ? "cut" : tight.length ? "half" : "full";
  const sentence = lacking.length ? t.lacks(lacking.length) : tight.length ? t.tight(tight.length) : t.holds;
  const rather = listed.some(({ worst }) => worst.toPlan > worst.required);
  return (
    <>
      <p class="lead withshape" role="status">
        <Shape name={shape} />
        <strong>{sentence}</strong>
      </p>
      <List lacks={listed} />
      {lacking.length > 0 && tight.length > 0 && <p>{t.alsoTight(tight.length)}</p>}
      {rather && <p class="soft">{t.ratherWhy(leastRate(plans))}</p>}
      {listed.length > 0 && (
        <p>
          <a class="go" href={to("proposals")}>
            {t.toProposals}
          </a>
        </p>
      )}
    </>
  );
}

export function Ahead(): JSX.Element {
  const parts = useAhead();
  const plans = parts.map((part) => part.value.value).filter((plan) => plan !== null);
  const known = plans.filter(({ weeks }) => weeks > 0);
  const unknown = plans.filter(({ weeks }) => weeks === 0).map(({ channel }) => channel);
  const trouble = parts.find((part) => part.trouble.value)?.trouble.value ?? null;
  return (
    <section class="needs stack near" aria-labelledby="ahead">
      <h2 id="ahead" tabIndex={-1} data-focus="first">
        {planningTexts().fortnight}
      </h2>
      <TroubleNote trouble={trouble} />
      {plans.length < parts.length && !trouble && <p role="status">{partTexts().fetching}</p>}
      {plans.length === parts.length && known.length > 0 && <Said plans={known} />}
      {plans.length === parts.length && unknown.length > 0 && <p class="notice">{planningTexts().noneShort(channelNames(unknown))}</p>}
    </section>
  );
}
