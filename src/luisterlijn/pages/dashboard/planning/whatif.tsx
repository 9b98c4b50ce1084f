/** What would be needed if more people came, talked longer, or fewer volunteers came: three sliders, and a sentence. */
import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { to } from "../../shared/hash.ts";
import type { Plan } from "../../shared/protocol.ts";
import { capital } from "../../shared/when.ts";
import { TroubleNote } from "../parts/trouble.tsx";
import { dayLong, lineNow, zone } from "../parts/when.ts";
import { changeOf, doubtfulHours } from "./reading.ts";
import { planningTexts } from "./texts.ts";
import { NOTHING, isTrying, type Tried, type Tries } from "./tries.ts";

interface SliderProps {
  label: string;
  value: number;
  least: number;
  most: number;
  step: number;
  told: string;
  onMove: (value: number) => void;
}

/** Its value is told by the slider itself: a second voice would say everything twice. */
function Slider({ label, value, least, most, step, told, onMove }: SliderProps): JSX.Element {
  const id = useId();
  return (
    <div class="field slider">
      <label for={id}>{label}</label>
      <span class="told" aria-hidden="true">
        {told}
      </span>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={told}
        onInput={(event) => onMove(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

function Sliders({ tries, usual }: { tries: Signal<Tries>; usual: number }): JSX.Element {
  const t = planningTexts();
  const { arrivals, handle, absent } = tries.value;
  const change = (part: Partial<Tries>): void => {
    tries.value = { ...tries.value, ...part };
  };
  const told = (value: number, plain: boolean, word: string): string => (plain ? `${t.percent(value / 100)}, ${word}` : t.percent(value / 100));
  return (
    <div class="sliders">
      <Slider label={t.arrivals} value={arrivals} least={50} most={200} step={5} told={told(arrivals, arrivals === 100, t.asUsual)} onMove={(value) => change({ arrivals: value })} />
      <Slider
        label={t.absent}
        value={absent ?? usual}
        least={0}
        most={50}
        step={1}
        told={told(absent ?? usual, absent === null, t.asNow)}
        onMove={(value) => change({ absent: value === usual ? null : value })}
      />
      <Slider label={t.handleTime} value={handle} least={50} most={200} step={5} told={told(handle, handle === 100, t.asNow)} onMove={(value) => change({ handle: value })} />
    </div>
  );
}

/** What changes most, and over all the days shown. */
function changeWords(base: Plan, tried: Plan, days: readonly string[]): string[] {
  const t = planningTexts();
  const change = changeOf(base, tried, zone(), lineNow());
  if (!change) return [t.unchanged];
  const [then, now] = [tried, base].map((plan) => doubtfulHours(plan, days, zone(), lineNow()));
  const said = [capital(t.changed(change, dayLong(change.day), change.part)), t.chances(change.chanceThen, change.chance)];
  return [...said, t.doubtful(then ?? 0, now ?? 0)];
}

interface WhatIfProps {
  base: Plan;
  tried: Tried;
  tries: Signal<Tries>;
  days: readonly string[];
}

export function WhatIf({ base, tried, tries, days }: WhatIfProps): JSX.Element {
  const t = planningTexts();
  const trying = isTrying(tries.value);
  const usual = Math.min(50, Math.round((1 - base.show_rate) * 100));
  const said = !trying ? [] : tried.working ? [t.working] : tried.plan ? changeWords(base, tried.plan, days) : [];
  return (
    <section class="paper stack near whatif" aria-labelledby="what-if" aria-busy={tried.working}>
      <h3 id="what-if">{t.whatIf}</h3>
      <p>
        {t.whatIfText}{" "}
        <a class="go" href={to("simulations")}>
          {t.toSimulations}
        </a>
      </p>
      <Sliders tries={tries} usual={usual} />
      <TroubleNote trouble={tried.trouble} />
      <div class="between answer">
        <p role="status">{said.join(" ")}</p>
        <button type="button" aria-disabled={!trying} onClick={() => (tries.value = NOTHING)}>
          {t.reset}
        </button>
      </div>
    </section>
  );
}
