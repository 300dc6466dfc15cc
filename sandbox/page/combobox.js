// A menu that is typed into: one choice or several, its options found on the page or by the app.
import { freshId, h } from "./dom.js";
import { plain } from "./mrkdwn.js";

export function combobox({ multi, selected, find, most, atLeast, placeholder, autofocus, change }) {
  const id = freshId("options");
  let chosen = [...selected];
  let options = [];
  let active = -1;
  let asked = 0;

  const input = h("input", {
    type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": id,
    "aria-autocomplete": "list", placeholder, autofocus,
  });
  const list = h("ul.options", { id, role: "listbox", hidden: true });
  const chips = h("span.chips");
  const clear = h("button.clear", { type: "button", "aria-label": "Clear the choice", onclick: () => { pick(null); } }, "×");
  const node = h("div.combobox", {}, chips, input, multi ? null : clear, list);

  const show = () => {
    chips.replaceChildren(...(multi ? chosen.map((option) => h("span.chip", {}, plain(option.label), h("button", {
      type: "button", "aria-label": `Remove ${option.label}`,
      onclick: () => { chosen = chosen.filter((one) => one !== option); show(); change(chosen.map((one) => one.value)); },
    }, "×"))) : []));
    if (!multi) input.value = chosen[0]?.label ?? "";
    clear.hidden = !chosen.length;
  };
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (option) => {
    chosen = option === null ? [] : multi ? [...chosen.filter((one) => one.value !== option.value), option] : [option];
    if (most) chosen = chosen.slice(-most);
    if (multi) input.value = "";
    close();
    show();
    change(chosen.map((one) => one.value));
  };
  const draw = () => {
    let group = null;
    const rows = options.flatMap((option, index) => {
      const heading = option.group && option.group !== group ? [h("li.group", { role: "presentation" }, option.group)] : [];
      group = option.group;
      return [...heading, h("li", {
        role: "option", id: `${id}-${index}`, "aria-selected": String(chosen.some((one) => one.value === option.value)),
        class: index === active ? "active" : undefined,
        onpointerdown: (event) => { event.preventDefault(); pick(option); },
      }, plain(option.label), option.description ? h("small", {}, plain(option.description)) : null)];
    });
    list.replaceChildren(...(rows.length ? rows : [h("li.none", { role: "presentation" }, "No results")]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", `${id}-${active}`);
      list.querySelector(".active")?.scrollIntoView({ block: "nearest" });
    }
  };
  const search = async (query) => {
    const turn = ++asked;
    if (query.length < atLeast) {
      list.replaceChildren(h("li.none", { role: "presentation" }, `Type ${atLeast} letters or more`));
      list.hidden = false;
      return;
    }
    const found = await find(query);
    if (turn !== asked || document.activeElement !== input) return;
    options = found;
    active = options.length ? 0 : -1;
    draw();
  };

  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => { if (list.hidden) search(""); });
  input.addEventListener("input", () => search(input.value.trim()));
  input.addEventListener("blur", () => { asked += 1; close(); show(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); show(); }
    if (list.hidden && event.key === "ArrowDown") search("");
    if (list.hidden || !options.length) return;
    if (event.key === "ArrowDown") { active = (active + 1) % options.length; draw(); event.preventDefault(); }
    if (event.key === "ArrowUp") { active = (active + options.length - 1) % options.length; draw(); event.preventDefault(); }
    if (event.key === "Enter" && active >= 0) { event.preventDefault(); pick(options[active]); }
  });
  show();
  return node;
}
