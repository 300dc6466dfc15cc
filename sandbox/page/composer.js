// Where people write: messages, mentions and slash commands, with suggestions for both.
import { freshId, h, menu } from "./dom.js";
import { act, state } from "./store.js";

const escapeName = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// What was typed as @Name becomes the mention that Slack's client would send.
function withMentions(text) {
  const people = [...state.people].sort((a, b) => b.real_name.length - a.real_name.length);
  return people.reduce((now, one) =>
    now.replace(new RegExp(`@${escapeName(one.real_name)}(?![\\p{L}\\p{N}])`, "giu"), `<@${one.id}>`), text);
}

export function composer(channel, thread, placeholder) {
  const id = freshId("suggestions");
  let options = [];
  let active = 0;
  const list = h("ul.suggestions", { id, role: "listbox", "aria-label": "Suggestions", hidden: true });
  const box = h("textarea", {
    rows: 1, placeholder, "aria-label": placeholder, role: "combobox", "aria-expanded": "false", "aria-controls": id,
    "aria-autocomplete": "list",
  });
  const globals = state.shortcuts.filter((one) => one.type === "global");
  const plus = globals.length ? h("button.plus", {
    type: "button", "aria-label": "Shortcuts", "aria-expanded": "false",
    onclick: () => menu(plus, globals.map((one) => [one.name, () => act("shortcut", { callback_id: one.callback_id }), one.description])),
  }, "+") : null;
  const button = h("button.send", { type: "submit", "aria-label": "Send" }, "➤");
  const form = h("form.composer.menu-holder", { onsubmit: (event) => { event.preventDefault(); send(); } }, plus, list, box, button);

  const close = () => { list.hidden = true; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); };
  const resize = () => { box.style.height = "auto"; box.style.height = `${Math.min(box.scrollHeight, 180)}px`; };
  const take = (option) => { box.value = option.put; close(); resize(); box.focus(); };
  const draw = () => {
    list.replaceChildren(...options.map((option, index) => h("li", {
      role: "option", id: `${id}-${index}`, "aria-selected": String(index === active), class: index === active ? "active" : undefined,
      onpointerdown: (event) => { event.preventDefault(); take(option); },
    }, h("b", {}, option.name), option.hint ? h("code", {}, option.hint) : null, h("small", {}, option.note ?? ""))));
    list.hidden = !options.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    if (options.length) box.setAttribute("aria-activedescendant", `${id}-${active}`);
  };
  const suggest = () => {
    const text = box.value;
    const at = /(^|\s)@([\p{L}\p{N} ]*)$/u.exec(text);
    active = 0;
    if (/^\/\S*$/.test(text)) {
      options = state.commands.filter((one) => one.command.startsWith(text.toLowerCase())).map((one) => ({
        name: one.command, hint: one.usage_hint, note: one.description, put: `${one.command} `,
      }));
    } else if (at) {
      options = state.people.filter((one) => one.real_name.toLowerCase().startsWith(at[2].toLowerCase())).slice(0, 6)
        .map((one) => ({ name: `@${one.real_name}`, note: one.is_bot ? "App" : "", put: `${text.slice(0, text.length - at[2].length - 1)}@${one.real_name} ` }));
    } else options = [];
    draw();
  };
  const send = async () => {
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    close();
    resize();
    const command = /^(\/[a-z0-9-]+)(?:\s+([\s\S]*))?$/.exec(text);
    if (command) await act("command", { channel: channel.id, command: command[1], text: command[2] ?? "", thread });
    else await act("say", { channel: channel.id, text: withMentions(text), thread });
  };

  box.addEventListener("input", () => { resize(); suggest(); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (!list.hidden) {
      if (event.key === "ArrowDown") { active = (active + 1) % options.length; draw(); event.preventDefault(); return; }
      if (event.key === "ArrowUp") { active = (active + options.length - 1) % options.length; draw(); event.preventDefault(); return; }
      const done = options[active].put.trim() === box.value.trim();
      if (event.key === "Tab" || (event.key === "Enter" && !done)) { take(options[active]); event.preventDefault(); return; }
      if (event.key === "Escape") { close(); event.preventDefault(); return; }
    }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); }
  });
  return form;
}
