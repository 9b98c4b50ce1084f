/** Names of parts of the protocol that the pages use by themselves. */
import type { Me, Talk } from "./protocol.ts";

export type Presence = Me["presence"];
export type Connection = Talk["caller"];
