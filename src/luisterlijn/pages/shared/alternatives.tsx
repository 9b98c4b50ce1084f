import type { JSX } from "preact";
import { language } from "./language.ts";
import type { AlternativePlace } from "./protocol.ts";
import { sharedTexts } from "./texts.ts";

/** Other places that help; a place in immediate danger first, as the line's settings order them. */
export function Alternatives({ places }: { places: readonly AlternativePlace[] }): JSX.Element {
  const t = sharedTexts();
  return (
    <ul class="places">
      {places.map((place) => (
        <li key={place.name}>
          <strong>{place.name}</strong>
          <span>{language.value === "nl" ? place.note_nl : place.note_en}</span>
          {place.phone && <a href={`tel:${place.phone.replace(/[^+\d]/g, "")}`}>{t.call(place.phone)}</a>}
          {place.url && (
            <a href={place.url} rel="noreferrer">
              {t.visit(place.name)}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
