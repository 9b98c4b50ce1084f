/** Where the page is: the parts of the address after `#`, so that reload, Back and a link all lead to the same view. */
import { signal } from "@preact/signals";

function read(): readonly string[] {
  return location.hash
    .slice(1)
    .split("/")
    .filter(Boolean)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
}

export const place = signal<readonly string[]>(read());

window.addEventListener("hashchange", () => (place.value = read()));

/** The address of a view: `to("rota", "2026-03-23")` is `#rota/2026-03-23`. */
export function to(...parts: readonly (string | number)[]): string {
  return `#${parts.map((part) => encodeURIComponent(part)).join("/")}`;
}

export function go(...parts: readonly (string | number)[]): void {
  location.hash = to(...parts);
}

/** As `go`, but Back does not return here. */
export function goInstead(...parts: readonly (string | number)[]): void {
  history.replaceState(null, "", to(...parts));
  place.value = read();
}
