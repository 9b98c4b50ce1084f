/** The channels and the lanes now; a channel is opened and closed here, asked once more in words. */
import type { JSX } from "preact";
import { post } from "../../shared/http.ts";
import type { Board, ChannelNow, SwitchGiven } from "../../shared/protocol.ts";
import { Shape } from "../../shared/shapes.tsx";
import { Wide } from "../../shared/wide.tsx";
import { Ask } from "../parts/opener.tsx";
import { partTexts } from "../parts/texts.ts";
import { laneName } from "./needs.tsx";
import { nowTexts } from "./texts.ts";

function Switch({ now }: { now: ChannelNow }): JSX.Element {
  const t = nowTexts();
  const name = partTexts().channels[now.channel];
  const turn = (state: SwitchGiven["state"]) => () => post<null>("switch", { channel: now.channel, state } satisfies SwitchGiven);
  return (
    <div class="row">
      {now.open ? (
        <Ask key="close" label={t.closeIt(name)} head={t.closeHead(partTexts().channelWord[now.channel])} text={t.closeText} yes={t.yesClose} send={turn("closed")} />
      ) : (
        <Ask key="open" label={t.openIt(name)} head={t.openHead(partTexts().channelWord[now.channel])} text={t.openText} yes={t.yesOpen} send={turn("open")} />
      )}
      {now.by_hand && (
        <Ask key="hours" label={t.byHours(partTexts().channelWord[now.channel])} head={t.byHoursHead(partTexts().channelWord[now.channel])} text={t.byHoursText} yes={t.yesByHours} send={turn("by_hours")} />
      )}
    </div>
  );
}

export function channelState({ open, by_hand }: ChannelNow): string {
  const t = nowTexts();
  if (open) return by_hand ? t.openByHand : t.open;
  return by_hand ? t.shutByHand : t.shut;
}

/** Each channel as a small list of figures of its own: as a table it would not fit on a phone. */
export function Channels({ board }: { board: Board }): JSX.Element | null {
  const t = nowTexts();
  if (board.channels.length === 0) return null;
  const figures = (now: ChannelNow): [string, string | number][] => [
    [t.waiting, now.waiting],
    [t.longest, t.span(now.longest_wait_s)],
    [t.inConversation, now.in_conversation],
    [t.free, now.ready],
    [t.onShift, now.on_shift],
  ];
  return (
    <section class="stack near" aria-labelledby="channels">
      <h2 id="channels">{t.channels}</h2>
      {board.channels.map((now) => (
        <section key={now.channel} class="paper stack near" aria-labelledby={`channel-${now.channel}`}>
          <div class="between">
            <h3 id={`channel-${now.channel}`} tabIndex={-1} data-focus="first">
              {partTexts().channelWord[now.channel]}
            </h3>
            <p class="withshape">
              <Shape name={now.open ? "full" : "cut"} />
              <span>{channelState(now)}</span>
            </p>
          </div>
          <dl class="few">
            {figures(now).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <Switch now={now} />
        </section>
      ))}
    </section>
  );
}

export function Lanes({ board }: { board: Board }): JSX.Element {
  const t = nowTexts();
  const lanes = board.lanes.filter(({ waiting }) => waiting > 0);
  return (
    <Wide label={t.lanes}>
      <table>
        <caption>{t.lanes}</caption>
        <thead>
          <tr>
            <th scope="col">{t.lane}</th>
            <th scope="col" class="number">
              {t.laneWaiting}
            </th>
            <th scope="col" class="number">
              {t.laneLongest}
            </th>
            <th scope="col" class="number">
              {t.able}
            </th>
          </tr>
        </thead>
        <tbody>
          {lanes.map((lane) => (
            <tr key={laneName(lane)}>
              <th scope="row">{laneName(lane)}</th>
              <td class="number">{lane.waiting}</td>
              <td class="number">{t.span(lane.longest_wait_s)}</td>
              <td class="number">{lane.able}</td>
            </tr>
          ))}
          {lanes.length === 0 && (
            <tr>
              <td colSpan={4}>{t.lanesNone}</td>
            </tr>
          )}
        </tbody>
      </table>
    </Wide>
  );
}
