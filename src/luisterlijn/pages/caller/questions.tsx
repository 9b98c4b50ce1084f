/** The optional questions, one a screen. Each may be skipped, and all of them at once. */
import type { JSX } from "preact";
import { Alternatives } from "../shared/alternatives.tsx";
import { Screen } from "../shared/frame.tsx";
import { language, languageName } from "../shared/language.ts";
import { join } from "./line.ts";
import { answers, line, ownLanguage, questions, step, type Answers, type Step } from "./state.ts";
import { texts } from "./texts.ts";
import { Way } from "./way.tsx";

function answer(part: Partial<Answers>): void {
  answers.value = { ...answers.value, ...part };
  const next = questions.value[questions.value.indexOf(step.value) + 1];
  if (next) step.value = next;
  else join();
}

function back(): void {
  step.value = questions.value[questions.value.indexOf(step.value) - 1] ?? "consent";
}

function Choices({ choices, onChoose }: { choices: [string, string][]; onChoose: (id: string) => void }): JSX.Element {
  return (
    <ul class="choices">
      {choices.map(([id, name]) => (
        <li key={id}>
          <button type="button" onClick={() => onChoose(id)}>
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Topic(): JSX.Element {
  const choices = line.value?.topics.map((topic): [string, string] => [topic.id, topic[language.value]]) ?? [];
  return <Choices choices={choices} onChoose={(topic) => answer({ topic })} />;
}

function Region(): JSX.Element {
  const choices = line.value?.regions.map((region): [string, string] => [region.id, region.name]) ?? [];
  return <Choices choices={choices} onChoose={(region) => answer({ region })} />;
}

function Languages(): JSX.Element {
  const t = texts();
  const spoken = line.value?.languages ?? [];
  const own = answers.value.language ?? ownLanguage();
  const also = (answers.value.other_languages ?? []).filter((code) => code !== own);
  const choose = (language: string, others: string[]): void => {
    answers.value = { ...answers.value, language, other_languages: others.filter((code) => code !== language) };
  };
  const toggle = (code: string): void => choose(own, also.includes(code) ? also.filter((one) => one !== code) : [...also, code]);
  const others = spoken.filter((code) => code !== own);
  return (
    <>
      <fieldset class="stack near">
        <legend class="hidden">{t.languageHead}</legend>
        {spoken.map((code) => (
          <label class="choice" key={code}>
            <input type="radio" name="language" checked={own === code} onChange={() => choose(code, also)} />
            <span lang={code}>{languageName(code, code)}</span>
          </label>
        ))}
      </fieldset>
      <fieldset class="stack near">
        <legend>{t.otherLanguages}</legend>
        {others.map((code) => (
          <label class="choice" key={code}>
            <input type="checkbox" checked={also.includes(code)} onChange={() => toggle(code)} />
            <span lang={code}>{languageName(code, code)}</span>
          </label>
        ))}
      </fieldset>
      <div class="row">
        <button type="button" class="main" onClick={() => answer({ language: own, other_languages: also })}>
          {t.next}
        </button>
      </div>
    </>
  );
}

function Urgent(): JSX.Element {
  const t = texts();
  return (
    <>
      <p>{t.urgentText}</p>
      <Choices
        choices={[
          ["no", t.urgentNo],
          ["yes", t.urgentYes],
        ]}
        onChoose={(said) => answer({ urgent: said === "yes" })}
      />
      <Alternatives places={line.value?.alternatives ?? []} />
    </>
  );
}

const BODIES: Partial<Record<Step, () => JSX.Element>> = { topic: Topic, language: Languages, region: Region, urgent: Urgent };

export function Questions(): JSX.Element {
  const t = texts();
  const Body = BODIES[step.value] ?? Urgent;
  const heads: Partial<Record<Step, string>> = { topic: t.topicHead, language: t.languageHead, region: t.regionHead };
  return (
    <Screen state="questions" data-step={step.value} head={heads[step.value] ?? t.urgentHead} above={<Way at={0} />}>
      <p class="soft">{t.freeChoice}</p>
      <Body />
      <div class="row skip">
        <button type="button" onClick={join}>
          {t.skipAll}
        </button>
        {step.value !== "urgent" && (
          <button type="button" class="plain" onClick={() => answer({})}>
            {t.skip}
          </button>
        )}
        <button type="button" class="plain" onClick={back}>
          {t.back}
        </button>
      </div>
    </Screen>
  );
}
