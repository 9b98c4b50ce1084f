/** People. `#people` is the list, `#people/expiring` those whose papers end soon, `#people/new`, `#people/files`, or one by id. */
import type { JSX } from "preact";
import { Screen } from "../../shared/frame.tsx";
import { to } from "../../shared/hash.ts";
import type { People } from "../../shared/protocol.ts";
import { Meanwhile } from "../frame.tsx";
import { useFetched } from "../parts/fetched.ts";
import { Loaded } from "../parts/loaded.tsx";
import { stale } from "../state.ts";
import { below } from "../views.ts";
import { PeopleFiles } from "./files.tsx";
import { Invite } from "./invite.tsx";
import { List } from "./list.tsx";
import { OnePerson } from "./one.tsx";
import { peopleTexts } from "./texts.ts";

function Parts({ shown }: { shown: string }): JSX.Element {
  const t = peopleTexts();
  const parts: [string, string, string][] = [
    ["", t.everybody, to("people")],
    ["expiring", t.expiring, to("people", "expiring")],
    ["new", t.invite, to("people", "new")],
    ["files", t.files, to("people", "files")],
  ];
  return (
    <nav class="row picks" aria-label={t.parts}>
      {parts.map(([part, name, href]) => (
        <a key={part} class="pick" href={href} aria-current={part === shown ? "page" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

function Body({ part }: { part: string }): JSX.Element {
  const all = useFetched<People>(part === "expiring" ? "people?expiring=1" : "people");
  if (part === "files") return <PeopleFiles />;
  return (
    <Loaded of={all}>
      {(value) => {
        if (part === "new") return <Invite all={value} />;
        if (part === "" || part === "expiring") return <List key={part} all={value} expiring={part === "expiring"} />;
        return <OnePerson all={value} id={part} />;
      }}
    </Loaded>
  );
}

export function PeopleView(): JSX.Element {
  const part = below.value[0] ?? "";
  return (
    <Screen state="home" data-step={`people/${part}`} data-stale={String(stale.value)} head={peopleTexts().head}>
      <Meanwhile />
      <Parts shown={part} />
      <Body key={part === "expiring" ? "expiring" : "all"} part={part} />
    </Screen>
  );
}
