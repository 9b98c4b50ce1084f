/** What callers are promised, in words, and what the figures rest on. */
import type { JSX } from "preact";
import type { Plan } from "../../shared/protocol.ts";
import { span } from "../parts/when.ts";
import { planningTexts } from "./texts.ts";
import { promiseWords } from "./words.ts";

const FEW_WEEKS = 4;

export function Basis({ plan }: { plan: Plan }): JSX.Element {
  const t = planningTexts();
  const { handle_s, patience_s, redial, show_rate, weeks } = plan;
  const facts: [string, string][] = [
    [t.weeks, t.weeksWords(weeks)],
    [t.handle, span(handle_s)],
    [t.patience, patience_s === null ? t.patient : span(patience_s)],
    [t.redial, t.percent(redial)],
    [t.showRate, t.percent(show_rate)],
  ];
  return (
    <section class="stack near" aria-labelledby="promise">
      <h2 id="promise">{t.promise}</h2>
      {promiseWords(plan).map((said) => (
        <p key={said}>{said}</p>
      ))}
      {weeks > 0 && (
        <>
          <h3>{t.basis}</h3>
          <dl class="facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <p class="soft">{t.everyTime}</p>
          {weeks < FEW_WEEKS && <p>{t.weeksFew}</p>}
        </>
      )}
    </section>
  );
}
