import { en } from "./en.ts";
import { catalogue } from "./language.ts";
import { nl } from "./nl.ts";

export const sharedTexts = catalogue({ nl, en });
