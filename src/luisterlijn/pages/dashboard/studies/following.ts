/** A study, looked at again each second for as long as somebody works on it. */
import { useEffect } from "preact/hooks";
import type { StudyShown } from "../../shared/protocol.ts";
import { useFetched, type Fetched } from "../parts/fetched.ts";

const AGAIN_MS = 1000;
/** Nothing that happens in the rota changes a study. */
const APART_MS = 30_000;

export function isGoing(state: StudyShown["state"]): boolean {
  return state === "queued" || state === "running" || state === "stopping";
}

export function useStudy(id: string): Fetched<StudyShown> {
  const study = useFetched<StudyShown>(`studies/${encodeURIComponent(id)}`, APART_MS);
  const going = study.value.value !== null && isGoing(study.value.value.state);
  useEffect(() => {
    if (!going) return;
    let timer = 0;
    const again = (): void => {
      timer = window.setTimeout(() => void study.fetch().then(() => timer && again()), AGAIN_MS);
    };
    again();
    return () => {
      window.clearTimeout(timer);
      timer = 0;
    };
  }, [study, going]);
  return study;
}
