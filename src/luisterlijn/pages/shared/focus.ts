/** Focus never falls off the page: when what has it goes away, it moves to the nearest place that is marked to take it. */
const MARKED = "[data-focus]";
const FIRST = '[data-focus="first"]';

/** The element that had the focus last, and those around it, innermost first. */
let way: readonly Element[] = [];

function nearest(): HTMLElement | null {
  for (const place of way.filter((one) => one.isConnected)) {
    const found = place.querySelector<HTMLElement>(FIRST) ?? place.querySelector<HTMLElement>(MARKED);
    if (found) return found;
  }
  return document.querySelector<HTMLElement>("h1");
}

/** Whether somebody was writing in what has just gone away. */
export function wasWriting(): boolean {
  return way[0] instanceof HTMLTextAreaElement && !way[0].isConnected;
}

/** Never to a button: whoever still holds the key down would press it. */
export function keepFocus(): void {
  document.addEventListener("focusin", (event) => {
    way = event.composedPath().filter((one) => one instanceof Element);
  });
  new MutationObserver(() => {
    if (document.activeElement !== document.body || way.length === 0 || way[0]?.isConnected) return;
    nearest()?.focus();
  }).observe(document.body, { childList: true, subtree: true });
}
