/** Templates: the list, and one of them to make or change. */
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import { remove } from "../../shared/http.ts";
import type { Templates as All, TemplateShown } from "../../shared/protocol.ts";
import { capital } from "../../shared/when.ts";
import { refresh, useFetched } from "../parts/fetched.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Ask } from "../parts/opener.tsx";
import { partTexts } from "../parts/texts.ts";
import { dayDate } from "../parts/when.ts";
import { TemplateForm, endOf } from "./template_form.tsx";
import { rotaTexts } from "./texts.ts";
import { demandWords, ruleWords } from "./words.ts";

function Item({ template }: { template: TemplateShown }): JSX.Element {
  const t = rotaTexts();
  const { starts, first_on, last_on, published_until, holidays } = template;
  const said = [capital(ruleWords(template.recurrence)), t.valid(dayDate(first_on), last_on ? dayDate(last_on) : "")];
  if (holidays !== "run") said.push(`${t.holidays.toLowerCase()} ${t.holidayChoices[holidays]}`);
  const published = published_until ? t.publishedUntil(dayDate(published_until)) : t.notPublished;
  return (
    <li class="paper stack near">
      <h3>
        <a href={to("rota", "templates", template.id)}>{`${template.name}, ${partTexts().until(starts.slice(0, 5), endOf(template))}`}</a>
      </h3>
      <p>{`${said.join(", ")}.`}</p>
      <p>{`${capital(demandWords(template))}.`}</p>
      <p class="soft">{template.active ? capital(published) : t.stopped}</p>
    </li>
  );
}

function List({ all }: { all: All }): JSX.Element {
  const t = rotaTexts();
  const sorted = all.templates.toSorted((one, other) => Number(other.active) - Number(one.active));
  return (
    <section class="stack near" aria-labelledby="templates">
      <h2 id="templates" class="hidden">
        {t.templates}
      </h2>
      <p>{t.templatesLead}</p>
      <div class="row">
        <a class="go" href={to("rota", "templates", "new")}>
          {t.templateNew}
        </a>
      </div>
      {sorted.length === 0 && <p>{t.templatesNone}</p>}
      <ul class="bare cards">
        {sorted.map((template) => (
          <Item key={template.id} template={template} />
        ))}
      </ul>
    </section>
  );
}

function Change({ template }: { template: TemplateShown }): JSX.Element {
  const t = rotaTexts();
  return (
    <>
      <h2>{t.templateChange(template.name)}</h2>
      <p>{t.templateChangeText}</p>
      <TemplateForm template={template} />
      {template.active && (
        <div class="row">
          <Ask
            label={t.templateStop}
            head={t.templateStopHead}
            text={t.templateStopText}
            yes={t.templateStopYes}
            send={() => remove<TemplateShown>(`templates/${template.id}`)}
            then={() => void refresh()}
          />
        </div>
      )}
    </>
  );
}

function One({ all, id }: { all: All; id: string }): JSX.Element {
  const t = rotaTexts();
  const template = all.templates.find((one) => one.id === id);
  return (
    <section class="stack">
      <p>
        <a class="go" href={to("rota", "templates")}>
          {`← ${t.templates}`}
        </a>
      </p>
      {id === "new" && <h2>{t.templateNew}</h2>}
      {id === "new" && <TemplateForm />}
      {template && <Change key={template.id} template={template} />}
      {!template && id !== "new" && <p class="notice">{partTexts().problems["not_found"]}</p>}
    </section>
  );
}

export function Templates({ id }: { id: string | undefined }): JSX.Element {
  const templates = useFetched<All>("templates");
  return <Loaded of={templates}>{(all) => (id ? <One all={all} id={id} /> : <List all={all} />)}</Loaded>;
}
