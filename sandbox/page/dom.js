// Building elements without any HTML strings, so that nothing that people type can become markup.

export function h(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = name === "svg" || name.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", name.replace("svg:", ""))
    : document.createElement(name || "div");
  if (classes.length) node.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "selected") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SHAPES = {
  lock: ["M6 11h12v9H6z", "M9 11V8a3 3 0 0 1 6 0v3"],
  eye: ["M2 12c3-6 17-6 20 0-3 6-17 6-20 0z", "M12 9a3 3 0 1 0 .01 0"],
};

export function icon(name) {
  return h("svg.icon", { viewBox: "0 0 24 24", "aria-hidden": "true" }, SHAPES[name].map((d) => h("svg:path", { d })));
}

let last = 0;
export const freshId = (prefix) => `${prefix}-${++last}`;

// Replaces a place's children only where their keys changed, so that focus, menus and scrolling survive updates.
export function keep(place, items) {
  const old = new Map([...place.children].map((node) => [node.dataset.key, node]));
  const nodes = items.map(({ key, state, draw }) => {
    const before = old.get(key);
    if (before && before.kept === state) return before;
    const node = draw();
    node.dataset.key = key;
    node.kept = state;
    return node;
  });
  const wanted = new Set(nodes);
  for (const node of [...place.children]) if (!wanted.has(node)) node.remove();
  nodes.forEach((node, index) => {
    if (place.children[index] !== node) place.insertBefore(node, place.children[index] ?? null);
  });
}

// A small menu under a button; closes on choice, Escape, or when the focus leaves.
export function menu(button, entries) {
  const list = h("ul.menu", { role: "menu" }, entries.map(([label, act, description]) =>
    h("li", { role: "none" }, h("button", {
      type: "button", role: "menuitem", onclick: () => { close(); act(); },
    }, label, description ? h("small", {}, description) : null))));
  let open = true;
  const close = () => {
    if (!open) return; // removing the list takes the focus out of it, which closes, too
    open = false;
    list.remove();
    button.setAttribute("aria-expanded", "false");
  };
  button.after(list);
  button.setAttribute("aria-expanded", "true");
  list.addEventListener("focusout", (event) => { if (!list.contains(event.relatedTarget)) close(); });
  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); button.focus(); event.stopPropagation(); event.preventDefault(); }
    if (event.key === "ArrowDown") all[(at + 1) % all.length].focus();
    if (event.key === "ArrowUp") all[(at + all.length - 1) % all.length].focus();
  });
  list.querySelector("button")?.focus();
}
