import type { ComponentChildren, JSX } from "preact";

/** What is seldom looked at: its name, how it stands in a few words, and the rest once it is unfolded. */
export function Fold({ head, now, children }: { head: string; now: string; children: ComponentChildren }): JSX.Element {
  return (
    <details class="paper fold">
      <summary>
        <h2>{head}</h2>
        <span class="now">{now}</span>
      </summary>
      <div class="stack near">{children}</div>
    </details>
  );
}
