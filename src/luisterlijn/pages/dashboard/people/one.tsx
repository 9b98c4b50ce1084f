/** One person: how it is with them, what may be done, and what is known of them, to change. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { to } from "../../shared/hash.ts";
import { post, put } from "../../shared/http.ts";
import type { Invited, People, PersonShown } from "../../shared/protocol.ts";
import { Shape } from "../../shared/shapes.tsx";
import { capital } from "../../shared/when.ts";
import { refresh } from "../parts/fetched.ts";
import { FormArea, submit, useForm } from "../parts/form.tsx";
import { Ask } from "../parts/opener.tsx";
import { partTexts } from "../parts/texts.ts";
import { Availability } from "./availability.tsx";
import { LinkShown } from "./invite.tsx";
import { PersonFields, draftOf, type Draft } from "./person_form.tsx";
import { peopleTexts } from "./texts.ts";
import { expiryWords, lackWords, stateWords } from "./words.ts";

function Standing({ one }: { one: PersonShown }): JSX.Element {
  const t = peopleTexts();
  return (
    <div class="stack near">
      <p class="withshape">
        <Shape name={one.active ? "full" : "bars"} />
        <span>{`${capital(t.roles[one.role])}, ${stateWords(one)}.`}</span>
      </p>
      {one.lacks.length > 0 && one.active && (
        <div class="notice">
          <p>{t.lacksNow}</p>
          <ul>
            {one.lacks.map((lack) => (
              <li key={`${lack.kind} ${lack.what}`}>{lackWords(lack)}</li>
            ))}
          </ul>
        </div>
      )}
      {one.expires.length > 0 && <p class="notice">{`${capital(one.expires.map(expiryWords).join(", "))}.`}</p>}
    </div>
  );
}

function Doings({ one, onInvited }: { one: PersonShown; onInvited: (invited: Invited) => void }): JSX.Element {
  const t = peopleTexts();
  const then = (): void => void refresh();
  return (
    <section class="stack near" aria-labelledby="doings">
      <h3 id="doings" tabIndex={-1} data-focus="first">
        {t.doings}
      </h3>
      <div class="row">
        {one.active && (
          <Ask
            label={t.again}
            head={t.againHead(one.name)}
            text={t.againText}
            yes={t.againYes}
            send={() => post<Invited>(`people/${one.id}/invite`)}
            then={(invited) => {
              onInvited(invited);
              then();
            }}
          />
        )}
        {one.active ? (
          <Ask key="off" label={t.off} head={t.offHead(one.name)} text={t.offText} yes={t.offYes} send={() => post<PersonShown>(`people/${one.id}/deactivate`)} then={then} />
        ) : (
          <Ask key="on" label={t.on} head={t.onHead(one.name)} text={t.onText} yes={t.onYes} send={() => post<PersonShown>(`people/${one.id}/activate`)} then={then} main />
        )}
        <a class="go" href={to("audit", one.id)}>
          {t.audit}
        </a>
      </div>
    </section>
  );
}

function Details({ one, all }: { one: PersonShown; all: People }): JSX.Element {
  const t = peopleTexts();
  const form = useForm<Draft>(draftOf(one));
  const send = () => put<PersonShown>(`people/${one.id}`, form.draft.value);
  return (
    <section class="stack near" aria-labelledby="details">
      <h3 id="details">{t.details}</h3>
      <FormArea form={form} label={partTexts().save} onSubmit={() => void submit(form, send, () => void refresh())}>
        <PersonFields form={form} all={all} />
      </FormArea>
    </section>
  );
}

export function OnePerson({ all, id }: { all: People; id: string }): JSX.Element {
  const invited = useSignal<Invited | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [id]);
  const one = all.people.find((each) => each.id === id);
  if (!one) return <p class="notice">{partTexts().problems["not_found"]}</p>;
  return (
    <section class="stack" aria-labelledby="person" data-person={one.active ? "active" : "inactive"}>
      <h2 id="person" tabIndex={-1} ref={heading}>
        {one.name}
      </h2>
      <Standing one={one} />
      {invited.value && <LinkShown invited={invited.value} />}
      <Availability id={one.id} />
      <Doings one={one} onInvited={(made) => (invited.value = made)} />
      <Details key={one.id} one={one} all={all} />
    </section>
  );
}
