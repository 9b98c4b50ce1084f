/** What was fetched once it is there; before that a sentence, and where it did not come, why. */
import type { JSX } from "preact";
import type { Fetched } from "./fetched.ts";
import { partTexts } from "./texts.ts";
import { TroubleNote } from "./trouble.tsx";

interface LoadedProps<T> {
  of: Fetched<T>;
  children: (value: T) => JSX.Element | null;
}

export function Loaded<T>({ of, children }: LoadedProps<T>): JSX.Element {
  const t = partTexts();
  const { value, trouble } = of;
  if (value.value !== null) {
    return (
      <>
        <div role="status">{trouble.value && <p class="notice">{t.notFresh}</p>}</div>
        {children(value.value)}
      </>
    );
  }
  return (
    <>
      <TroubleNote trouble={trouble.value} />
      {trouble.value ? (
        <div class="row">
          <button type="button" onClick={() => void of.fetch()}>
            {t.again}
          </button>
        </div>
      ) : (
        <p role="status">{t.fetching}</p>
      )}
    </>
  );
}
