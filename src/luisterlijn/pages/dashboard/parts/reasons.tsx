/** What rules have to say, in words. */
import type { JSX } from "preact";
import type { Reason } from "../../shared/protocol.ts";
import { instant } from "./when.ts";
import { partTexts } from "./texts.ts";

export function reasonSentence(reason: Reason): string {
  const told = partTexts().rules[reason.rule];
  return told({ what: reason.what, until: reason.until ? instant(reason.until) : "", count: reason.count ?? 0, most: reason.most ?? 0 });
}

export function ReasonList({ reasons }: { reasons: readonly Reason[] }): JSX.Element {
  const t = partTexts();
  return (
    <ul class="reasons">
      {reasons.map((reason) => (
        <li key={`${reason.rule} ${reason.what}`}>
          {reasonSentence(reason)} <span class="soft">{reason.hard ? t.hard : t.soft}</span>
        </li>
      ))}
    </ul>
  );
}
