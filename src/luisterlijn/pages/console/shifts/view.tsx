/** My shifts: what is asked and the own ones first, then what colleagues offer, then where somebody is needed; the rest unfolds. */
import type { JSX } from "preact";
import { cityOf, dateWords, elsewhere } from "../../shared/when.ts";
import { Asked } from "./asked.tsx";
import { Calendar } from "./calendar.tsx";
import { Mine } from "./mine.tsx";
import { Open } from "./open.tsx";
import { Offered } from "./offered.tsx";
import { Reached } from "./reached.tsx";
import { Standby } from "./standby.tsx";
import { away, open, own, refresh, said, standing, unasked, zone } from "./state.ts";
import { texts } from "./texts.ts";
import { When } from "./when/view.tsx";

function Away(): JSX.Element {
  const t = texts();
  return (
    <div role="status">
      {away.value && (
        <div class="notice row">
          <p>{t.away}</p>
          <button type="button" onClick={() => void refresh()}>
            {t.again}
          </button>
        </div>
      )}
    </div>
  );
}

/** What is still in order, but not for long. */
function Expires(): JSX.Element | null {
  const t = texts().expires;
  const soon = (standing.value?.expires ?? []).filter((one) => one.on !== null);
  if (soon.length === 0) return null;
  return (
    <div class="notice">
      {soon.map(({ kind, what, on }) => (
        <p key={`${kind} ${what}`}>{kind === "certificate" ? t.certificate(dateWords(on ?? "")) : t.training(what, dateWords(on ?? ""))}</p>
      ))}
    </div>
  );
}

export function Shifts(): JSX.Element {
  const t = texts();
  const loaded = own.value !== null && open.value !== null;
  return (
    <>
      <Away />
      {!loaded && !away.value && <p role="status">{t.loading}</p>}
      {elsewhere(new Date(), zone.value) && <p class="soft">{t.zone(cityOf(zone.value))}</p>}
      <Expires />
      <Asked />
      {own.value && <Mine shifts={own.value} />}
      <Offered />
      {unasked.value && <Open shifts={unasked.value} />}
      {standing.value && (
        <div class="more stack near">
          {said.value && <When said={said.value} />}
          <Standby standing={standing.value} />
          <Reached standing={standing.value} />
          <Calendar has={standing.value.calendar} />
        </div>
      )}
    </>
  );
}
