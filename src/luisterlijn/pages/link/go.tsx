import type { ComponentChildren, JSX } from "preact";

/** On to the console; `main`: that is the next thing to do. */
export function GoOn({ main, children }: { main?: boolean; children: ComponentChildren }): JSX.Element {
  return (
    <p>
      <a class={main ? "button on" : "go"} href="/console">
        {children}
      </a>
    </p>
  );
}
