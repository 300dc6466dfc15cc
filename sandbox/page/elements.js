// Drawing and using the interactive elements. `place` says where they stand: {view} or {message, channel}.
import { combobox } from "./combobox.js";
import { freshId, h, menu } from "./dom.js";
import { text } from "./mrkdwn.js";
import { act, person, state } from "./store.js";

const pending = new Map(); // what was typed in a modal or message and not yet sent: {place, value, send} by element

export async function flush(view) {
  await Promise.all([...pending.values()].filter((one) => one.place.where.view === view).map((one) => one.send(false)));
}

function use(place, block, element, value, dispatch = true) {
  return act("click", {
    ...place.where, block_id: block.block_id, action_id: element.action_id, value, dispatch,
  });
}

// Presses are asked about first where the app wants that.
function confirmed(element, go) {
  if (!element.confirm) return go();
  const { title, text: question, confirm, deny, style } = element.confirm;
  const dialog = h("dialog.confirm", { "aria-labelledby": "confirm-title" },
    h("h2", { id: "confirm-title" }, text(title)), h("div.body", {}, text(question)),
    h("footer", {},
      h("button", { type: "button", onclick: () => dialog.close() }, text(deny)),
      h(`button.${style ?? "primary"}`, { type: "button", onclick: () => { dialog.close(); go(); } }, text(confirm))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return undefined;
}

const held = (place, block, element) => {
  const value = place.values?.[block.block_id]?.[element.action_id] ?? {};
  return Object.entries(value).find(([name]) => name !== "type")?.[1] ?? null;
};

function button(element, block, place) {
  const node = h("button", {
    type: "button", "aria-label": element.accessibility_label, class: ["press", element.style ?? ""].join(" ").trim(),
    onclick: () => confirmed(element, async () => {
      node.setAttribute("aria-busy", "true");
      if (element.url) window.open(element.url, "_blank", "noreferrer");
      await use(place, block, element, element.value);
      node.removeAttribute("aria-busy");
    }),
  }, text(element.text));
  return node;
}

function overflow(element, block, place) {
  const node = h("button.press.more", {
    type: "button", "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => menu(node, element.options.map((option) => [
      text(option.text), () => confirmed(element, () => use(place, block, element, option.value)),
      option.description && text(option.description),
    ])),
  }, "⋯");
  return h("span.menu-holder", {}, node);
}

function ticks(kind) {
  return (element, block, place) => {
    const name = freshId("ticks");
    const now = held(place, block, element);
    const chosen = new Set((Array.isArray(now) ? now : now ? [now] : []).map((option) => option.value));
    const changed = (option, on) => {
      if (kind === "radio") return use(place, block, element, option.value);
      if (on) chosen.add(option.value); else chosen.delete(option.value);
      return use(place, block, element, [...chosen]);
    };
    return h("div.ticks", { role: kind === "radio" ? "radiogroup" : "group" }, element.options.map((option) =>
      h("label.tick", {},
        h("input", {
          type: kind, name, value: option.value, checked: chosen.has(option.value),
          onchange: (event) => changed(option, event.target.checked),
        }),
        h("span", {}, text(option.text), option.description ? h("small", {}, text(option.description)) : null))));
  };
}

function typed(type) {
  return (element, block, place) => {
    const key = `${JSON.stringify(place.where)}/${block.block_id}/${element.action_id}`;
    const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
    const send = (dispatch) => { pending.delete(key); return use(place, block, element, node.value, dispatch); };
    const draft = pending.get(key)?.value; // the app changed the view while somebody typed
    const node = h(element.multiline ? "textarea" : "input", {
      type: element.multiline ? undefined : type,
      inputmode: type === "text" && element.type === "number_input" ? "decimal" : undefined,
      rows: element.multiline ? 4 : undefined,
      value: draft ?? held(place, block, element) ?? "",
      placeholder: element.placeholder?.text,
      maxlength: element.max_length,
      autofocus: element.focus_on_load,
      oninput: () => {
        pending.set(key, { place, value: node.value, send });
        if (block.dispatch_action && on.includes("on_character_entered")) send(true);
      },
      onkeydown: (event) => {
        if (event.key === "Enter" && !element.multiline && block.dispatch_action && on.includes("on_enter_pressed")) {
          event.preventDefault();
          send(true);
        }
      },
      onchange: () => { if (pending.has(key)) send(false); },
    });
    if (draft !== undefined) pending.set(key, { place, value: draft, send });
    return node;
  };
}

function moment(type) {
  return (element, block, place) => {
    const value = held(place, block, element);
    const shown = type === "datetime-local" && value ? new Date(value * 1000).toISOString().slice(0, 16) : value;
    return h("input.moment", {
      type, value: shown ?? "", autofocus: element.focus_on_load,
      onchange: (event) => {
        const given = type === "datetime-local" ? Date.parse(`${event.target.value}Z`) / 1000 : event.target.value;
        confirmed(element, () => use(place, block, element, given || null));
      },
    });
  };
}

const asOptions = {
  static: (element) => [
    ...(element.options ?? []).map((option) => ({ ...shown(option) })),
    ...(element.option_groups ?? []).flatMap((group) =>
      group.options.map((option) => ({ ...shown(option), group: group.label.text }))),
  ],
  users: () => state.people.filter((one) => !one.deleted).map((one) => ({ value: one.id, label: one.real_name })),
  channels: () => state.channels.filter((one) => !one.user && !one.private)
    .map((one) => ({ value: one.id, label: `#${one.name}` })),
  conversations: (element) => state.channels
    .filter((one) => !element.filter?.include || element.filter.include.includes(
      one.user ? "im" : one.private ? "private" : "public"))
    .filter((one) => !(element.filter?.exclude_external_shared_channels && one.shared))
    .map((one) => ({
      value: one.id, label: one.user ? state.bot.name : `${one.private ? "🔒 " : "#"}${one.name}`,
    })),
};
const shown = (option) => ({ value: option.value, label: option.text.text, description: option.description?.text });

function select(source, multi) {
  return (element, block, place) => {
    const now = held(place, block, element);
    const list = (Array.isArray(now) ? now : now ? [now] : []);
    const all = source === "external" ? [] : asOptions[source](element);
    const selected = list.map((one) => typeof one === "object" ? shown(one)
      : all.find((option) => option.value === one) ?? { value: one, label: person(one)?.real_name ?? one });
    const find = async (query) => {
      if (source !== "external") {
        const wanted = query.toLowerCase();
        return all.filter((option) => option.label.toLowerCase().includes(wanted));
      }
      const answer = await act("suggest", {
        ...place.where, block_id: block.block_id, action_id: element.action_id, typed: query,
      });
      return (answer.options ?? []).map(shown);
    };
    return combobox({
      multi, selected, find,
      most: element.max_selected_items,
      atLeast: source === "external" ? element.min_query_length ?? 3 : 0,
      placeholder: element.placeholder?.text ?? (multi ? "Choose some" : "Choose one"),
      autofocus: element.focus_on_load,
      change: (values) => confirmed(element, () =>
        use(place, block, element, multi ? values : values[0] ?? null)),
    });
  };
}

export function image(element) {
  return h("img", { src: element.image_url ?? element.slack_file?.url, alt: element.alt_text, loading: "lazy" });
}

// One entry an element that the server accepts; a test holds the two together.
export const ELEMENTS = {
  button, image, overflow,
  checkboxes: ticks("checkbox"),
  radio_buttons: ticks("radio"),
  static_select: select("static", false),
  multi_static_select: select("static", true),
  external_select: select("external", false),
  multi_external_select: select("external", true),
  users_select: select("users", false),
  multi_users_select: select("users", true),
  conversations_select: select("conversations", false),
  multi_conversations_select: select("conversations", true),
  channels_select: select("channels", false),
  multi_channels_select: select("channels", true),
  datepicker: moment("date"),
  timepicker: moment("time"),
  datetimepicker: moment("datetime-local"),
  plain_text_input: typed("text"),
  number_input: typed("text"),
  email_text_input: typed("email"),
  url_text_input: typed("url"),
};

export function undrawable(what, object) {
  return h("div.undrawable", { role: "alert" }, `Cannot draw this ${what}: `, h("code", {}, String(object?.type)));
}

export function drawElement(element, block, place) {
  const draw = ELEMENTS[element?.type];
  if (!draw) return undrawable("element", element);
  const node = draw(element, block, place);
  node.dataset.element = element.type;
  if (element.action_id) node.dataset.action = element.action_id;
  return node;
}

