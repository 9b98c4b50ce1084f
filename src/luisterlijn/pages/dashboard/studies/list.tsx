/** Earlier studies of a kind, the latest first. */
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import type { Studies, StudyListed } from "../../shared/protocol.ts";
import { capital } from "../../shared/when.ts";
import { useFetched } from "../parts/fetched.ts";
import { Loaded } from "../parts/loaded.tsx";
import { instant } from "../parts/when.ts";
import { studyTexts } from "./texts.ts";

interface EarlierProps {
  kind: StudyListed["asked"]["kind"];
  place: "proposals" | "simulations";
  head: string;
  none: string;
  about: (one: StudyListed) => string;
}

export function Earlier({ kind, place, head, none, about }: EarlierProps): JSX.Element {
  const t = studyTexts();
  const studies = useFetched<Studies>(`studies?kind=${kind}`);
  return (
    <section class="stack near" aria-labelledby="earlier">
      <h2 id="earlier">{head}</h2>
      <Loaded of={studies}>
        {({ studies: all }) => (
          <>
            {all.length === 0 && <p>{none}</p>}
            <ul class="days">
              {all.map((one) => (
                <li key={one.id}>
                  <a class="go" href={to(place, one.id)}>
                    {capital(about(one))}
                  </a>
                  <span class="soft">{`${t.states[one.state]}, ${t.askedAt(instant(one.asked_at))}`}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}
