import type { JSX } from "preact";
import { texts } from "./texts.ts";

/** Where the caller is, as four points on the line. */
export function Way({ at }: { at: 0 | 1 | 2 | 3 }): JSX.Element {
  const t = texts();
  return (
    <nav aria-label={t.way}>
      <ol class="way">
        {t.waySteps.map((name, index) => (
          <li key={index} class={index < at ? "done" : undefined} aria-current={index === at ? "step" : undefined}>
            {name}
          </li>
        ))}
      </ol>
    </nav>
  );
}
