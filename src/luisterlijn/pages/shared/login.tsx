/** The log-in of the console and the dashboard. */
import { useSignal } from "@preact/signals";
import type { JSX, TargetedSubmitEvent } from "preact";
import { Screen } from "./frame.tsx";
import { logIn, type Answer } from "./http.ts";
import type { Person } from "./protocol.ts";
import { sharedTexts } from "./texts.ts";

function trouble(answer: Answer<Person>): string {
  const t = sharedTexts();
  if (answer.ok) return "";
  if (answer.problem?.retry_after_s) return t.logInLater(answer.problem.retry_after_s);
  return answer.status === 401 || answer.status === 403 || answer.status === 422 || answer.status === 400 ? t.logInWrong : t.logInAway;
}

interface LogInProps {
  head: string;
  lead: string;
  notice?: string;
  onPerson: (person: Person) => void;
}

export function LogInScreen({ head, lead, notice, onPerson }: LogInProps): JSX.Element {
  const t = sharedTexts();
  const said = useSignal(notice ?? "");
  const busy = useSignal(false);
  const onSubmit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (busy.value) return;
    const form = new FormData(event.currentTarget);
    busy.value = true;
    said.value = t.loggingIn;
    const answer = await logIn({ email: String(form.get("email")), password: String(form.get("password")) });
    busy.value = false;
    said.value = trouble(answer);
    if (answer.ok) onPerson(answer.value);
  };
  return (
    <Screen state="login" head={head}>
      <p>{lead}</p>
      <form class="stack near" onSubmit={onSubmit}>
        <label class="field">
          {t.email}
          <input type="email" name="email" autocomplete="username" required maxLength={254} />
        </label>
        <label class="field">
          {t.password}
          <input type="password" name="password" autocomplete="current-password" required maxLength={256} />
        </label>
        <div role="status">{said.value && <p class="notice">{said.value}</p>}</div>
        <div class="row">
          <button type="submit" class="main big">
            {t.logIn}
          </button>
        </div>
        <p class="soft">{t.forgot}</p>
      </form>
    </Screen>
  );
}
