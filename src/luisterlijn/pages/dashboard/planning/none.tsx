/** Nothing is known yet of what comes in a channel, and what to do about that. */
import type { JSX } from "preact";
import { to } from "../../shared/hash.ts";
import type { Channel } from "../coverage/use.ts";
import { partTexts } from "../parts/texts.ts";
import { planningTexts } from "./texts.ts";

export function None({ channel }: { channel: Channel }): JSX.Element {
  const t = planningTexts();
  return (
    <div class="paper stack near" data-none={channel}>
      <h3>{t.noneHead(partTexts().channels[channel])}</h3>
      <p>{t.noneText}</p>
      <p>{t.noneDo}</p>
      <p>{t.noneUntil}</p>
      <p>
        <a class="go" href={to("planning", "past")}>
          {t.toPast}
        </a>
      </p>
    </div>
  );
}
