/** When somebody said they can come, to be read; they say it themselves, in the console. */
import type { JSX } from "preact";
import type { AvailabilityShown } from "../../shared/protocol.ts";
import { capital, listed } from "../../shared/when.ts";
import { useFetched } from "../parts/fetched.ts";
import { Loaded } from "../parts/loaded.tsx";
import { dayDate, weekdayName } from "../parts/when.ts";
import { peopleTexts } from "./texts.ts";

const short = (time: string): string => time.slice(0, 5);

/** Each thing that was said: what it is about, and in words what was said. */
function lines({ windows, away, hours, shifts, nights }: AvailabilityShown): [string, string][] {
  const t = peopleTexts();
  const week = windows.map(({ weekday, begins, ends }) => t.whenTime(weekdayName(weekday), short(begins), short(ends)));
  const gone = away.map(({ first_on, last_on }) => t.whenDays(dayDate(first_on), dayDate(last_on)));
  const much = [
    ...(hours === null ? [] : [t.whenMonth.hours(hours)]),
    ...(shifts === null ? [] : [t.whenMonth.shifts(shifts)]),
    ...(nights === null ? [] : [t.whenMonth.nights(nights)]),
  ];
  const said: [string, string[]][] = [
    [t.whenWeek, week],
    [t.whenAway, gone],
    [t.whenMuch, much],
  ];
  return said.filter(([, words]) => words.length > 0).map(([what, words]) => [what, `${capital(listed(words))}.`]);
}

export function Availability({ id }: { id: string }): JSX.Element {
  const t = peopleTexts();
  const said = useFetched<AvailabilityShown>(`people/${id}/availability`);
  return (
    <section class="stack near" aria-labelledby="when">
      <h3 id="when">{t.when}</h3>
      <Loaded of={said}>
        {(value) => {
          const told = lines(value);
          if (told.length === 0) return <p>{t.whenNothing}</p>;
          return (
            <ul>
              {told.map(([what, words]) => (
                <li key={what}>
                  <strong>{what}:</strong> {words}
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}
