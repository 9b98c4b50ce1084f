/** What the line calls its topics and regions, in the language of the page. */
import { language, languageName } from "../../shared/language.ts";
import { line } from "../state.ts";

export type Choice = readonly [string, string];

export function topicName(id: string): string {
  return line.value?.topics.find((topic) => topic.id === id)?.[language.value] ?? id;
}

export const topicChoices = (): Choice[] => line.value?.topics.map((topic) => [topic.id, topic[language.value]] as const) ?? [];
export const languageChoices = (): Choice[] => line.value?.languages.map((code) => [code, languageName(code)] as const) ?? [];
export const regionChoices = (): Choice[] => line.value?.regions.map(({ id, name }) => [id, name] as const) ?? [];
