/** Room for a table that may be wider than the page: it scrolls by itself, by keyboard too, and is no tab stop where it fits. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

export function Wide({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const scrolls = useSignal(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = (): void => {
      scrolls.value = element.scrollWidth > element.clientWidth;
    };
    const sized = new ResizeObserver(look);
    sized.observe(element);
    for (const child of element.children) sized.observe(child);
    return () => sized.disconnect();
  }, []);
  const stop = scrolls.value ? { role: "region" as const, "aria-label": label, tabIndex: 0 } : {};
  return (
    <div class="wide" ref={box} {...stop}>
      {children}
    </div>
  );
}
