import type { ComponentChildren, JSX } from "preact";
import type { ShiftShown } from "../../shared/protocol.ts";
import { channelWords, whenHead } from "./words.ts";
import { texts } from "./texts.ts";

interface CardProps {
  id: string;
  times: { starts_at: string; ends_at: string };
  shift: ShiftShown | null;
  name: string;
  children: ComponentChildren;
}

/** One shift: when it is, what it is, and what can be done about it. */
export function Card({ id, times, shift, name, children }: CardProps): JSX.Element {
  const t = texts();
  return (
    <li class="card paper stack near">
      <div>
        <h3 id={id} tabIndex={-1} data-focus>{whenHead(times)}</h3>
        <p>{shift ? `${name}. ${t.on(channelWords(shift.channels))}.` : name}</p>
        {shift?.note && <p dir="auto">{shift.note}</p>}
      </div>
      {children}
    </li>
  );
}
