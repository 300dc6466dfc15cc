// Tables: the plain one, and the data table that sorts and pages.
import { h } from "./dom.js";
import { richText } from "./richtext.js";

const cell = (part) => part.type === "rich_text" ? richText(part) : part.text;
const words = (part) => part.text ?? JSON.stringify(part.elements);
const sortable = (part) => part.type === "raw_number" ? part.value : words(part).toLowerCase();

export function table(block) {
  const align = (index) => ({ style: `text-align: ${block.column_settings?.[index]?.align ?? "left"}` });
  return h("div.table-holder", { tabindex: "0", role: "region", "aria-label": "Table" }, h("table", {}, h("tbody", {},
    block.rows.map((row, at) => h("tr", {}, row.map((part, index) => h(at ? "td" : "th", align(index), cell(part))))))));
}

export function dataTable(block) {
  const [headings, ...rows] = block.rows;
  const size = block.page_size ?? 5;
  let sorted = null;
  let rising = true;
  let first = 0;
  const node = h("div.data-table");

  const draw = () => {
    const order = [...rows];
    if (sorted !== null) {
      order.sort((a, b) => {
        const [x, y] = [sortable(a[sorted]), sortable(b[sorted])];
        const turn = typeof x === typeof y ? (x < y ? -1 : x > y ? 1 : 0) : typeof x === "number" ? -1 : 1;
        return rising ? turn : -turn;
      });
    }
    const head = headings.map((heading, index) => h("th", {
      scope: "col", "aria-sort": sorted === index ? (rising ? "ascending" : "descending") : "none",
      class: rows.some((row) => row[index].type === "raw_number") ? "number" : undefined,
    }, h("button", {
      type: "button",
      onclick: () => { rising = sorted === index ? !rising : true; sorted = index; first = 0; draw(); },
    }, heading.text, h("span.arrow", { "aria-hidden": "true" }, sorted === index ? (rising ? " ▲" : " ▼") : " ↕"))));
    const body = order.slice(first, first + size).map((row) => h("tr", {}, row.map((part, index) =>
      h(index === (block.row_header_column_index ?? 0) ? "th.row" : part.type === "raw_number" ? "td.number" : "td",
        index === (block.row_header_column_index ?? 0) ? { scope: "row" } : {}, cell(part)))));
    const turn = (label, by, possible) => h("button", {
      type: "button", "aria-label": label, disabled: !possible, onclick: () => { first += by; draw(); },
    }, by < 0 ? "‹" : "›");
    node.replaceChildren(
      h("div.table-holder", { tabindex: "0", role: "region", "aria-label": block.caption },
        h("table", {}, h("caption", {}, block.caption), h("thead", {}, h("tr", {}, head)), h("tbody", {}, body))),
      rows.length > size ? h("div.pager", {}, turn("Previous rows", -size, first > 0),
        h("span", {}, `${first + 1}–${Math.min(first + size, rows.length)} of ${rows.length}`),
        turn("Next rows", size, first + size < rows.length)) : "");
  };
  draw();
  return node;
}
