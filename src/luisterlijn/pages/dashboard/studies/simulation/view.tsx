/**
 * Simulations. `#simulations` asks for one and lists those before, `#simulations/new/<proposal>` asks with a proposal;
 * `#simulations/<id>` is one of them.
 */
import type { JSX } from "preact";
import { Screen } from "../../../shared/frame.tsx";
import { Meanwhile } from "../../frame.tsx";
import { stale } from "../../state.ts";
import { below } from "../../views.ts";
import { useStudy } from "../following.ts";
import { Earlier } from "../list.tsx";
import { Make } from "./make.tsx";
import { OneSimulation } from "./one.tsx";
import { simulationTexts } from "./texts.ts";
import { nameOf } from "./words.ts";

function Named({ id }: { id: string }): JSX.Element {
  const t = simulationTexts();
  const study = useStudy(id);
  const asked = study.value.value?.asked;
  return (
    <Screen state="home" data-step={`simulations/${id}`} data-stale={String(stale.value)} head={asked ? t.headOne(nameOf(asked)) : t.headAny}>
      <Meanwhile />
      <OneSimulation study={study} />
    </Screen>
  );
}

export function SimulationsView(): JSX.Element {
  const t = simulationTexts();
  const [id, proposal] = below.value;
  if (id && id !== "new") return <Named key={id} id={id} />;
  return (
    <Screen state="home" data-step="simulations" data-stale={String(stale.value)} head={t.head}>
      <Meanwhile />
      <Make proposal={proposal ?? null} />
      <Earlier kind="simulation" place="simulations" head={t.earlier} none={t.earlierNone} about={({ asked }) => nameOf(asked)} />
    </Screen>
  );
}
