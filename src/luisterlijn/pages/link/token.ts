/** What the link of a message carried behind its `#`: out of the address at once, kept for a reload of this tab only. */
const KEPT = "link";

export type Purpose = "answer" | "asked" | "invitation";

const KNOWN: readonly Purpose[] = ["asked", "invitation"];

export const purpose: Purpose = KNOWN.find((one) => location.pathname === `/${one}`) ?? "answer";

function taken(): string {
  const name = `${KEPT} ${purpose}`;
  const given = location.hash.slice(1);
  if (!given) return sessionStorage.getItem(name) ?? "";
  sessionStorage.setItem(name, given);
  history.replaceState(null, "", location.pathname);
  return given;
}

/** Empty where somebody came without a link. */
export const token = taken();

// The same tab may be given another link of the same page: the browser then only changes what stands behind the `#`.
window.addEventListener("hashchange", () => location.reload());
