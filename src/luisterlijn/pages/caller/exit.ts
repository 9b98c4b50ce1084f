/** Quick exit: blank first, forget, and only then go. Not on Escape, which would stop the page that comes next. */
export const NEUTRAL_SITE = "https://www.buienradar.nl/";

export function quickExit(hangUp: () => void): void {
  document.documentElement.replaceChildren();
  document.title = "";
  sessionStorage.clear();
  hangUp();
  location.replace(NEUTRAL_SITE);
}
