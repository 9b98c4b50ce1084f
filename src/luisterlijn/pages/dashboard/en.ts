import type { Texts } from "./nl.ts";

export const en: Texts = {
  title: "Overview",
  titleHand: (title) => `● Help is needed: ${title}`,
  logInHead: "Log in for coordinators",
  logInLead: "Here you see the line right now.",
  notAllowedHead: "This screen is for coordinators",
  notAllowedText: "You are logged in as a volunteer. Go to the page for volunteers, or log in as a coordinator.",
  toConsole: "Go to the page for volunteers",
  loggedOut: "You have been logged out. Please log in again.",
  waitingForFigures: "The figures are on their way.",
  parts: "Parts",
  views: { now: "Now", coverage: "Coverage", planning: "Planning", rota: "Rota", proposals: "Proposals", simulations: "Simulations", people: "People", callouts: "Call-outs", audit: "Audit trail" },
  live: (at) => `The figures are of now (${at}).`,
  stale: (at) => `No connection. These figures are of ${at} and may no longer be right. We keep trying to reconnect.`,
  notLive: "No connection. What you see here may no longer be right. We keep trying to reconnect.",
  handElsewhere: (count) => (count === 1 ? "A volunteer asks for help in a conversation." : `${count} volunteers ask for help in a conversation.`),
  reading: "You are reading along in a conversation.",
  toNow: "Go to Now",
  backToParent: (name) => `Back to ${name}`,
};
