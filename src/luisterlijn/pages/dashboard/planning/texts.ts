import { catalogue } from "../../shared/language.ts";
import { en } from "./en.ts";
import { nl } from "./nl.ts";

export const planningTexts = catalogue({ nl, en });
