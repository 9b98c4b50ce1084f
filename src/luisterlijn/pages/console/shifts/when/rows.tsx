/** The rows of a list that grows and shrinks: what was added is filled in next, and what goes away leaves the focus at its head. */
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface RowsProps {
  head: string;
  text: string;
  add: string;
  onAdd: () => void;
  children: readonly ComponentChildren[];
}

export function Rows({ head, text, add, onAdd, children }: RowsProps): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const count = useRef(children.length);
  useLayoutEffect(() => {
    if (children.length > count.current) list.current?.lastElementChild?.querySelector<HTMLElement>("select, input")?.focus();
    count.current = children.length;
  }, [children.length]);
  return (
    <fieldset class="stack near">
      <legend tabIndex={-1} data-focus="first">
        {head}
      </legend>
      <p class="soft">{text}</p>
      <ul class="ways" ref={list}>
        {children}
      </ul>
      <div class="row">
        <button type="button" onClick={onAdd}>
          {add}
        </button>
      </div>
    </fieldset>
  );
}
