// Drawing blocks: one entry a type that the server accepts. What is not here shows as an error on the page.
import { chart } from "./charts.js";
import { freshId, h } from "./dom.js";
import { drawElement, image, undrawable } from "./elements.js";
import { markdown, plain, text } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";

function section(block, place) {
  return h("div.section", {},
    h("div.words", {},
      block.text ? h("div", {}, text(block.text)) : null,
      block.fields ? h("div.fields", {}, block.fields.map((field) => h("div", {}, text(field)))) : null),
    block.accessory ? h("div.accessory", {}, drawElement(block.accessory, block, place)) : null);
}

function input(block, place) {
  const error = place.errors?.[block.block_id];
  const label = freshId("label");
  const notes = freshId("notes");
  const control = drawElement(block.element, block, place);
  const focusable = control.matches("input, textarea") ? control : control.querySelector("[role=combobox]") ?? control;
  focusable.setAttribute("aria-labelledby", label);
  focusable.setAttribute("aria-describedby", notes);
  if (error) focusable.setAttribute("aria-invalid", "true");
  return h("div.input", {},
    h("div.label", { id: label }, plain(block.label.text), block.optional ? h("small", {}, " (optional)") : null),
    control,
    h("div", { id: notes },
      error ? h("div.error", { role: "alert" }, error) : null,
      block.hint ? h("div.hint", {}, plain(block.hint.text)) : null));
}

function card(block, place) {
  return h("article.card", {},
    block.hero_image ? h("div.hero", {}, image(block.hero_image)) : null,
    h("div.head", {},
      block.icon ? image(block.icon) : null,
      h("div", {},
        block.title ? h("div.title", {}, text(block.title)) : null,
        block.subtitle ? h("div.subtitle", {}, text(block.subtitle)) : null)),
    block.body ? h("div.body", {}, text(block.body)) : null,
    block.subtext ? h("div.subtext", {}, text(block.subtext)) : null,
    block.actions ? h("div.actions", {}, block.actions.map((one) => drawElement(one, block, place))) : null);
}

function container(block, place) {
  const title = block.title ? plain(block.title.text) : richText(block.rich_text_title);
  const head = [block.icon ? image(block.icon) : null, h("strong", {}, title),
    block.subtitle ? h("span.subtitle", {}, text(block.subtitle)) : null];
  const inside = h("div.inside", {}, drawBlocks(block.child_blocks, place));
  if (!block.is_collapsible) return h("section.container", {}, h("header", {}, head), inside);
  return h("details.container", { open: !block.default_collapsed }, h("summary", {}, head), inside);
}

export const BLOCKS = {
  actions: (block, place) => h("div.actions", {}, block.elements.map((one) => drawElement(one, block, place))),
  alert: (block) => h(`div.alert.${block.level ?? "default"}`, { role: "note" }, text(block.text)),
  card,
  carousel: (block, place) => h("div.carousel", { tabindex: "0", role: "group", "aria-label": "Cards" },
    block.elements.map((one) => drawBlock({ ...one, block_id: one.block_id ?? block.block_id }, place))),
  container,
  context: (block) => h("div.context", {}, block.elements.map((one) =>
    one.type === "image" ? drawElement(one, block, {}) : h("span", {}, text(one)))),
  data_table: dataTable,
  data_visualization: chart,
  divider: () => h("hr"),
  header: (block) => h("h3.header", {}, plain(block.text.text)),
  image: (block) => h("figure", {}, block.title ? h("figcaption", {}, plain(block.title.text)) : null, image(block)),
  input,
  markdown: (block) => h("div.markdown", {}, markdown(block.text)),
  rich_text: (block) => h("div.rich-text", {}, richText(block)),
  section,
  table,
};

export function drawBlock(block, place) {
  const draw = BLOCKS[block?.type];
  let node;
  try {
    node = draw ? draw(block, place) : undrawable("block", block);
  } catch (wrong) {
    console.error(wrong);
    node = undrawable("block", block);
  }
  node.classList.add("block");
  node.dataset.block = block?.type;
  return node;
}

export const drawBlocks = (blocks, place) => blocks.map((block) => drawBlock(block, place));
