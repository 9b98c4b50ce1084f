/** The two ways out of a conversation: hand it over, or end it (asked once more). */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { language, languageName } from "../shared/language.ts";
import { say } from "./line.ts";
import { Opener, Pick } from "./opener.tsx";
import { line } from "./state.ts";
import { texts } from "./texts.ts";

export function topicChoices(): [string, string][] {
  return line.value?.topics.map((topic) => [topic.id, topic[language.value]]) ?? [];
}

export function TransferForm({ contact }: { contact: string }): JSX.Element {
  const t = texts();
  const open = useSignal(false);
  const topic = useSignal<string | null>(null);
  const spoken = useSignal<string | null>(null);
  const languages = line.value?.languages.map((code): [string, string] => [code, languageName(code)]) ?? [];
  const ask = (): void => {
    say({ kind: "transfer", contact, topic: topic.value, language: spoken.value });
    open.value = false;
  };
  return (
    <Opener open={open} label={t.transfer} head={t.transferHead}>
      <p>{t.transferText}</p>
      <Pick label={t.transferTopic} none={t.any} choices={topicChoices()} onPick={(id) => (topic.value = id)} />
      <Pick label={t.transferLanguage} none={t.any} choices={languages} onPick={(id) => (spoken.value = id)} />
      <div class="row">
        <button type="button" class="main" onClick={ask}>
          {t.transferAsk}
        </button>
        <button type="button" onClick={() => (open.value = false)}>
          {t.back}
        </button>
      </div>
    </Opener>
  );
}

export function EndForm({ contact }: { contact: string }): JSX.Element {
  const t = texts();
  const open = useSignal(false);
  const block = useSignal(false);
  return (
    <Opener open={open} label={t.end} head={t.endHead}>
      <p>{t.endText}</p>
      <label class="choice">
        <input type="checkbox" checked={block.value} onChange={(event) => (block.value = event.currentTarget.checked)} />
        {t.block}
      </label>
      <div class="row">
        <button type="button" class="main" onClick={() => say({ kind: "end", contact, block: block.value })}>
          {t.endYes}
        </button>
        <button type="button" onClick={() => (open.value = false)}>
          {t.back}
        </button>
      </div>
    </Opener>
  );
}
