/** A day or a week of one channel: how it stands in words, the plots, what would be if, and the hours. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { to } from "../../shared/hash.ts";
import type { Plan } from "../../shared/protocol.ts";
import { Shape } from "../../shared/shapes.tsx";
import { lineChannels, type Channel } from "../coverage/use.ts";
import { Loaded } from "../parts/loaded.tsx";
import { partTexts } from "../parts/texts.ts";
import { dayLong, lineNow, time, today, zone } from "../parts/when.ts";
import { QUARTER_MS, addDays, localDay } from "../parts/zoned.ts";
import { Basis } from "./basis.tsx";
import { DayTable, dayState } from "./days.tsx";
import { HourTable } from "./hours.tsx";
import { None } from "./none.tsx";
import { Plots } from "./plots.tsx";
import { daysFrom, hoursPlanned, quartersOfDay, worstOf, type Quarter } from "./reading.ts";
import { planningTexts } from "./texts.ts";
import { NOTHING, useTried, type Tries } from "./tries.ts";
import { planPath, rangeOf, usePlan } from "./use.ts";
import { WhatIf } from "./whatif.tsx";
import { isWait, waitWords, withinWords } from "./words.ts";

interface ShownProps {
  channel: Channel;
  first: string;
  days: number;
}

const link = (channel: Channel, first: string, days: number): string => (days === 7 ? to("planning", channel, first, 7) : to("planning", channel, first));

function Pages({ channel, first, days }: ShownProps): JSX.Element {
  const t = planningTexts();
  const pick = (label: string, href: string, on: boolean): JSX.Element => (
    <a key={label} class="pick" href={href} aria-current={on ? "true" : undefined}>
      {label}
    </a>
  );
  return (
    <nav class="row" aria-label={t.channelAndTime}>
      {lineChannels().map((one) => pick(partTexts().channelWord[one], link(one, first, days), one === channel))}
      {pick(t.oneDay, link(channel, first, 1), days === 1)}
      {pick(t.oneWeek, link(channel, first, 7), days === 7)}
      <a class="go" href={link(channel, addDays(first, -days), days)}>
        {days === 1 ? t.earlierDay : t.earlierWeek}
      </a>
      {first !== today() && (
        <a class="go" href={link(channel, today(), days)}>
          {t.now}
        </a>
      )}
      <a class="go" href={link(channel, addDays(first, days), days)}>
        {days === 1 ? t.laterDay : t.laterWeek}
      </a>
    </nav>
  );
}

/** When other days are chosen, focus goes to their name. */
function Name({ channel, first, days }: ShownProps): JSX.Element {
  const t = planningTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const now = `${channel} ${first} ${days}`;
  const before = useRef(now);
  useLayoutEffect(() => {
    if (before.current !== now) heading.current?.focus();
    before.current = now;
  }, [now]);
  const word = partTexts().channelWord[channel];
  return (
    <h2 id="shown" tabIndex={-1} ref={heading}>
      {days === 1 ? t.dayHead(word, dayLong(first)) : t.weekHead(word, dayLong(first), dayLong(addDays(first, days - 1)))}
    </h2>
  );
}

/** What callers meet at the moment that is hardest. */
function Hardest({ plan, worst, days }: { plan: Plan; worst: Quarter; days: number }): JSX.Element {
  const t = planningTexts();
  const when = days === 1 ? time(worst.at) : `${dayLong(localDay(worst.at, zone()))} ${time(worst.at)}`;
  const { within_s } = plan.promise;
  return (
    <p>
      {t.hardestWords(when, t.likely(worst.holds), worst.holds)} {t.neededThen(worst.required, worst.binds)}{" "}
      {worst.planned === 0 ? t.nobodyMeets : t.meets(withinWords(within_s), worst.share, isWait(worst) ? waitWords(worst) : null, worst.leave)}
    </p>
  );
}

function Figures({ quarters }: { quarters: readonly Quarter[] }): JSX.Element {
  const t = planningTexts();
  const sum = (some: readonly Quarter[]): number => Math.round(some.reduce((all, { mean }) => all + mean, 0));
  const over = quarters.filter(({ attempts }) => attempts !== null);
  const came = over.reduce((all, { attempts }) => all + (attempts ?? 0), 0);
  const busiest = quarters.toSorted((one, other) => other.required - one.required)[0];
  const figures: [string, string | number][] = [[t.expected, sum(quarters)]];
  if (over.length) figures.push([over.length < quarters.length ? t.cameSoFar : t.came, t.cameOf(came, String(sum(over)))]);
  if (busiest) figures.push([t.atMost, busiest.required]);
  return (
    <dl class="few">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How many quarters that are over came out as forecast. */
function Inside({ quarters }: { quarters: readonly Quarter[] }): JSX.Element {
  const inside = quarters.filter(({ attempts, low, high }) => attempts !== null && low <= attempts && attempts <= high);
  return <p>{planningTexts().inside(inside.length, quarters.length)}</p>;
}

/** What is over is told by what came of it, all else by what is still ahead. */
function Days({ plan, first, days }: { plan: Plan; first: string; days: number }): JSX.Element {
  const all = daysFrom(first, days);
  const quarters = all.flatMap((day) => quartersOfDay(plan, day, zone()));
  const ahead = quarters.filter(({ at }) => at + QUARTER_MS > lineNow());
  const worst = worstOf(ahead);
  const hours = all.flatMap((day) => hoursPlanned(plan, day, zone()));
  const { shape, said } = dayState(ahead.length ? hours.filter(({ hour }) => hour.ends > lineNow()) : hours);
  return (
    <>
      <div class="stack near">
        <p class="withshape">
          <Shape name={shape} />
          <strong>{said}</strong>
        </p>
        {worst && worst.required > 0 && <Hardest plan={plan} worst={worst} days={days} />}
        {ahead.length === 0 && quarters.some(({ attempts }) => attempts !== null) && <Inside quarters={quarters} />}
      </div>
      <Figures quarters={quarters} />
      <Plots quarters={quarters} week={days > 1} />
    </>
  );
}

function Known({ plan, channel, first, days }: ShownProps & { plan: Plan }): JSX.Element {
  const t = planningTexts();
  const tries = useSignal<Tries>(NOTHING);
  const range = rangeOf(first, days);
  const tried = useTried(planPath(channel, range), plan, tries);
  const shown = tried.plan ?? plan;
  return (
    <>
      {tried.plan && <p class="notice">{t.withTries}</p>}
      <Days plan={shown} first={first} days={days} />
      <WhatIf base={plan} tried={tried} tries={tries} days={daysFrom(range.first, range.days)} />
      {days === 1 ? <HourTable plan={shown} day={first} /> : <DayTable plan={shown} days={daysFrom(first, days)} />}
      <Basis plan={shown} />
    </>
  );
}

function Nothing({ plan }: { plan: Plan }): JSX.Element {
  return (
    <>
      <None channel={plan.channel} />
      <Basis plan={plan} />
    </>
  );
}

export function Shown(props: ShownProps): JSX.Element {
  const plan = usePlan(props.channel, rangeOf(props.first, props.days));
  return (
    <section class="stack" aria-labelledby="shown">
      <Pages {...props} />
      <Name {...props} />
      <Loaded of={plan}>{(value) => (value.weeks > 0 ? <Known {...props} plan={value} /> : <Nothing plan={value} />)}</Loaded>
    </section>
  );
}
