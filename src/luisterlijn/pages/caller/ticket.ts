/** The ticket that brings a contact back: in this tab's sessionStorage only, never in a URL. */
const KEPT = "plaats";

export const keptTicket = (): string | null => sessionStorage.getItem(KEPT);
export const keepTicket = (ticket: string): void => sessionStorage.setItem(KEPT, ticket);
export const dropTicket = (): void => sessionStorage.removeItem(KEPT);
