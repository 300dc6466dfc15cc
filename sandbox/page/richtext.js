// Rich text: sections, lists, quotes and code.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { date, mention } from "./mrkdwn.js";
import { channel } from "./store.js";

const TAGS = [["code", "code"], ["strike", "s"], ["italic", "i"], ["bold", "b"], ["underline", "u"]];

function leaf(part) {
  switch (part.type) {
    case "text": return part.text;
    case "link": return h("a", { href: /^(https?|mailto):/i.test(part.url) ? part.url : undefined, target: "_blank", rel: "noreferrer" }, part.text || part.url);
    case "user": return mention(part.user_id);
    case "usergroup": return h("span.mention", {}, `@${part.usergroup_id}`);
    case "channel": return h("span.mention", {}, `#${channel(part.channel_id)?.name ?? part.channel_id}`);
    case "emoji": return h("span.emoji", { role: "img", "aria-label": part.name }, emoji(part.name) ?? `:${part.name}:`);
    case "date": return date(part.timestamp, part.format, part.fallback ?? "", part.url);
    case "broadcast": return h("span.mention.broadcast", {}, `@${part.range}`);
    case "color": return h("code", {}, part.value);
    default: return h("span.undrawable", {}, `Cannot draw: ${part.type}`);
  }
}

const leaves = (parts) => parts.map((part) =>
  TAGS.filter(([name]) => part.style?.[name]).reduce((node, [, tag]) => h(tag, {}, node), leaf(part)));

export function richText(block) {
  return block.elements.map((part) => {
    switch (part.type) {
      case "rich_text_section": return h("div.line", {}, leaves(part.elements));
      case "rich_text_preformatted": return h("pre", {}, h("code", {}, leaves(part.elements)));
      case "rich_text_quote": return h("blockquote", {}, leaves(part.elements));
      case "rich_text_list": return h(part.style === "ordered" ? "ol" : "ul", {
        start: part.style === "ordered" ? (part.offset ?? 0) + 1 : undefined,
        class: `indent-${part.indent ?? 0}`,
      }, part.elements.map((item) => h("li", {}, leaves(item.elements))));
      default: return h("div.undrawable", { role: "alert" }, `Cannot draw: ${part.type}`);
    }
  });
}
