/** How nights and weekends are shared, now and with a proposal: in words, then by name. Nobody is ranked. */
import type { JSX } from "preact";
import type { FairShown } from "../../shared/protocol.ts";
import { Wide } from "../../shared/wide.tsx";
import { studyTexts } from "./texts.ts";
import { fairWords } from "./words.ts";

const FIGURES = ["nights", "nights_then", "weekends", "weekends_then"] as const;

function Table({ fair }: { fair: readonly FairShown[] }): JSX.Element {
  const t = studyTexts();
  const names: Record<(typeof FIGURES)[number], string> = {
    nights: t.nights,
    nights_then: t.nightsThen,
    weekends: t.weekends,
    weekends_then: t.weekendsThen,
  };
  return (
    <Wide label={t.fairTable(fair.length)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.person}</th>
            {FIGURES.map((one) => (
              <th key={one} scope="col" class="number">
                {names[one]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fair.map((person) => (
            <tr key={person.volunteer}>
              <th scope="row">{person.name}</th>
              {FIGURES.map((one) => (
                <td key={one} class="number">
                  {person[one]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

export function Fair({ fair }: { fair: readonly FairShown[] }): JSX.Element | null {
  const t = studyTexts();
  if (fair.length === 0) return null;
  const byName = [...fair].sort((one, other) => one.name.localeCompare(other.name));
  return (
    <section class="stack near" aria-labelledby="fair">
      <h2 id="fair">{t.fair}</h2>
      <p>{t.fairLead}</p>
      {fairWords(fair).map((said) => (
        <p key={said}>{said}</p>
      ))}
      <details>
        <summary>{t.fairTable(fair.length)}</summary>
        <Table fair={byName} />
      </details>
    </section>
  );
}
