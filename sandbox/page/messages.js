// The list of messages, in a channel or a thread.
import { drawBlocks } from "./blocks.js";
import { h, icon, menu } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { act, go, me, person, state } from "./store.js";

const SLACKBOT = { real_name: "Slackbot", is_bot: true };
const hue = (id) => [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
const initials = (name) => name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();

export function avatar(id, name, isBot) {
  return h(isBot ? "span.avatar.bot" : "span.avatar", { style: `--hue:${hue(id)}`, "aria-hidden": "true" }, initials(name));
}

const moment = (ts, options) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: me().tz, ...options }).format(new Date(Number(ts) * 1000));
const dayOf = (ts) => moment(ts, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

function draw(message, channel, thread) {
  const author = person(message.user) ?? SLACKBOT;
  const time = moment(message.ts, { hour: "2-digit", minute: "2-digit" });
  const place = { where: { channel: channel.id, message: message.ts }, values: message.values };
  const replies = thread ? [] : state.messages[channel.id].filter((one) => one.thread_ts === message.ts && one.ts !== message.ts);
  const content = message.blocks?.length
    ? drawBlocks(message.blocks, place)
    : h("div.block.words", {}, mrkdwn(message.text));
  const shortcuts = state.shortcuts.filter((one) => one.type === "message");
  const more = shortcuts.length ? h("button", {
    type: "button", "aria-label": "More message actions", "aria-expanded": "false",
    onclick: () => menu(more, shortcuts.map((one) => [one.name, () => act("shortcut", { ...place.where, callback_id: one.callback_id }), one.description])),
  }, "⋯") : null;
  const tools = message.ephemeral ? null : h("div.tools.menu-holder", {},
    thread ? null : h("button", { type: "button", onclick: () => go({ thread: message.thread_ts ?? message.ts }) }, "Reply in thread"), more);
  return h(message.ephemeral ? "article.message.ephemeral" : "article.message", {
    "aria-label": `${author.real_name} at ${time}`, "data-ts": message.ts,
  },
  avatar(message.user, author.real_name, author.is_bot),
  h("div.content", {},
    message.ephemeral ? h("div.only-you", {}, icon("eye"), " Only visible to you") : null,
    h("div.who", {}, h("b", {}, author.real_name), author.is_bot ? h("span.badge", {}, "App") : null,
      h("time", { datetime: new Date(message.ts * 1000).toISOString() }, time),
      message.edited ? h("small", {}, "(edited)") : null),
    content,
    replies.length ? h("button.replies", { type: "button", onclick: () => go({ thread: message.ts }) },
      `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`) : null),
  tools);
}

export function items(channel, thread) {
  const all = state.messages[channel.id] ?? [];
  const shown = all.filter((one) => thread
    ? one.thread_ts === thread || one.ts === thread
    : !one.thread_ts || one.thread_ts === one.ts || one.broadcast);
  let day = null;
  return shown.flatMap((message) => {
    const today = dayOf(message.ts);
    const divider = !thread && today !== day
      ? [{ key: `day ${today}`, state: "", draw: () => h("div.day", { role: "separator" }, h("span", {}, today)) }] : [];
    day = today;
    const replies = all.filter((one) => one.thread_ts === message.ts).length;
    const { values, ...content } = message;
    const key = JSON.stringify([content, thread ? 0 : replies, state.me, state.people.length]);
    return [...divider, { key: message.ts, state: key, draw: () => draw(message, channel, thread) }];
  });
}
