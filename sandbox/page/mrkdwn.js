// Slack's mrkdwn, plain text with emoji shortcodes, and dates, as DOM nodes.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channel, me, person } from "./store.js";

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function plain(text) {
  return text.split(/(:[a-z0-9_+-]+:)/).map((part) => {
    const drawn = /^:[a-z0-9_+-]+:$/.test(part) ? emoji(part.slice(1, -1)) : null;
    return drawn ? h("span.emoji", { role: "img", "aria-label": part.slice(1, -1).replaceAll("_", " ") }, drawn) : unescape(part);
  });
}

export function mention(id) {
  return h("span.mention", {}, `@${person(id)?.real_name ?? id}`);
}

function dateParts(moment) {
  const zone = me()?.tz ?? "UTC";
  const show = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(moment);
  const long = show({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const date = show({ day: "numeric", month: "long", year: "numeric" });
  const short = show({ day: "numeric", month: "short", year: "numeric" });
  return {
    date_num: show({ year: "numeric", month: "2-digit", day: "2-digit" }).split("/").reverse().join("-"),
    date, date_short: short, date_long: long, date_pretty: date, date_short_pretty: short, date_long_pretty: long,
    day_divider_pretty: long,
    time: show({ hour: "2-digit", minute: "2-digit" }),
    time_secs: show({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    ago: short,
  };
}

export function date(seconds, format, fallback, url) {
  const moment = new Date(Number(seconds) * 1000);
  const parts = dateParts(moment);
  const text = format.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
  const node = h("time", { datetime: moment.toISOString(), title: fallback }, text);
  return url ? h("a", { href: url, target: "_blank", rel: "noreferrer" }, node) : node;
}

function angle(inside) {
  const [target, label] = inside.split("|");
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return h("span.mention", {}, `#${channel(target.slice(1))?.name ?? label ?? target.slice(1)}`);
  if (target.startsWith("!date^")) {
    const [, seconds, format, url] = target.split("^");
    return date(seconds, format, label ?? "", url);
  }
  if (target.startsWith("!")) return h("span.mention.broadcast", {}, `@${label ?? target.slice(1)}`);
  const href = unescape(target);
  const safe = /^(https?|mailto|tel):/i.test(href) ? href : undefined;
  return h("a", { href: safe, target: "_blank", rel: "noreferrer" }, plain(label ?? target));
}

// A style's marks stand outside of words and hold no spaces at their inner ends.
const STYLES = [["*", "b"], ["_", "i"], ["~", "s"]];
const patterns = STYLES.map(([mark, tag]) => {
  const sign = mark === "*" ? "\\*" : mark;
  return [new RegExp(`(^|[^\\p{L}\\p{N}${sign}])${sign}(?=[^\\s${sign}])([^${sign}\\n]*[^\\s${sign}])${sign}(?![\\p{L}\\p{N}])`, "u"), tag];
});

function inline(text) {
  const special = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\s][^<>]*)>/.exec(text);
  const styled = patterns
    .map(([pattern, tag]) => [pattern.exec(text), tag])
    .filter(([found]) => found)
    .sort(([a], [b]) => a.index - b.index)[0];
  if (special && (!styled || special.index <= styled[0].index + styled[0][1].length)) {
    const [whole, fenced, code, inside] = special;
    const node = fenced !== undefined ? h("pre", {}, h("code", {}, unescape(fenced).replace(/^\n|\n$/g, "")))
      : code !== undefined ? h("code", {}, unescape(code)) : angle(inside);
    return [...inline(text.slice(0, special.index)), node, ...inline(text.slice(special.index + whole.length))];
  }
  if (!styled) return text ? [plain(text)] : [];
  const [[whole, before, inner], tag] = styled;
  const at = text.indexOf(whole);
  return [...inline(text.slice(0, at) + before), h(tag, {}, inline(inner)), ...inline(text.slice(at + whole.length))];
}

export function mrkdwn(text) {
  const nodes = [];
  for (const part of text.split(/(```[\s\S]+?```)/)) {
    if (part.startsWith("```")) { nodes.push(...inline(part)); continue; }
    let quote = [];
    const flush = () => { if (quote.length) nodes.push(h("blockquote", {}, inline(quote.join("\n")))); quote = []; };
    const lines = part.split("\n");
    let run = [];
    const flushRun = () => { if (run.length) nodes.push(...inline(run.join("\n"))); run = []; };
    for (const line of lines) {
      if (line.startsWith("&gt;") || line.startsWith(">")) { flushRun(); quote.push(line.replace(/^(&gt;|>)\s?/, "")); }
      else { if (quote.length) flush(); run.push(line); }
    }
    flush();
    flushRun();
  }
  return nodes;
}

export function text(object) {
  return object.type === "mrkdwn" ? mrkdwn(object.text) : plain(object.text);
}

// The markdown block's ordinary Markdown: headings, lists, bold, italic, code and links, line by line.
export function markdown(source) {
  const asMrkdwn = (line) => line
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, "<$2|$1>")
    .replace(/\*\*(.+?)\*\*/g, "\u0001$1\u0001").replace(/(^|\W)\*(\S[^*]*)\*/g, "$1_$2_").replaceAll("\u0001", "*");
  return source.split("\n").map((line) => {
    const heading = /^(#{1,4})\s+(.*)/.exec(line);
    if (heading) return h("strong.heading", {}, inline(asMrkdwn(heading[2])));
    const item = /^\s*([-*]|\d+\.)\s+(.*)/.exec(line);
    if (item) return h("div.item", {}, item[1].length > 1 ? `${item[1]} ` : "• ", inline(asMrkdwn(item[2])));
    return h("div", {}, inline(asMrkdwn(line)), line ? null : "\u00a0");
  });
}
