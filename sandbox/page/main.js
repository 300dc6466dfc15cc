// The page: sidebar, conversation, thread, modals and the demo's bar, all drawn from the server's state.
import { drawBlocks } from "./blocks.js";
import { composer } from "./composer.js";
import { h, icon, keep } from "./dom.js";
import { avatar, items } from "./messages.js";
import { showModals } from "./modals.js";
import { act, currentChannel, go, here, start, state } from "./store.js";

const part = (id) => document.getElementById(id);

// Draws a place only when what it shows changed, so that an open menu or the focus in it stays.
function redrawn(place, shows, draw) {
  const key = JSON.stringify(shows);
  if (place.dataset.shows === key) return;
  place.dataset.shows = key;
  place.replaceChildren(...draw().flat().filter(Boolean));
}

// Messages of others since this person last looked at a conversation on this page.
const looked = new Map();
function unread(channel) {
  const all = state.messages[channel.id];
  const key = `${state.me} ${channel.id}`;
  const open = channel === currentChannel() && !(channel.user && here.tab === "home");
  if (open || !looked.has(key)) looked.set(key, all.at(-1)?.ts ?? "");
  return all.filter((one) => one.ts > looked.get(key) && one.user !== state.me).length;
}

function sidebar() {
  const open = (change) => () => { document.body.classList.remove("navigating"); return go(change); };
  const current = currentChannel();
  const link = (label, change, channel, sign) => {
    const fresh = unread(channel);
    return h("li", {}, h(fresh ? "button.fresh" : "button", {
      type: "button", onclick: open(change), "aria-current": channel === current ? "page" : undefined,
    }, h("span.sign", { "aria-hidden": "true" }, sign), label,
    fresh ? h("span.unread", { "aria-label": `${fresh} unread` }, String(fresh)) : null));
  };
  const channels = state.channels.filter((one) => !one.user);
  const people = state.people.filter((one) => !one.is_bot && !one.deleted);
  return [
    h("header", {}, h("h1", {}, state.team.name),
      h("label.who-am-i", {}, h("span", {}, "You are"), h("select", {
        onchange: (event) => go({ as: event.target.value, thread: null }),
      }, people.map((one) => h("option", { value: one.name, selected: one.id === state.me },
        one.real_name + (one.is_admin ? " (admin)" : one.is_restricted || one.is_ultra_restricted ? " (guest)" : "")))))),
    h("h2", {}, "Channels"),
    h("ul", {}, channels.map((one) => link(
      one.name, { channel: one.name, tab: "messages", thread: null }, one, one.private ? icon("lock") : "#"))),
    h("h2", {}, "Apps"),
    h("ul", {}, link(state.bot.name, { channel: "app", tab: "messages", thread: null }, state.channels.find((one) => one.user), "✦")),
    state.connected ? null : h("p.offline", { role: "status" }, "The app is not connected."),
  ];
}

function heading(channel) {
  const burger = h("button.burger", {
    type: "button", "aria-label": "Channels", onclick: () => document.body.classList.toggle("navigating"),
  }, "☰");
  if (!channel.user) {
    return [burger, h("h2", {}, channel.private ? [icon("lock"), " "] : "# ", channel.name),
      h("span.note", {}, `${channel.members} members`), channel.shared ? h("span.badge", {}, "Shared externally") : null,
      channel.archived ? h("span.badge", {}, "Archived") : null];
  }
  const tab = (name, label) => h("button", {
    type: "button", role: "tab", "aria-selected": String(here.tab === name),
    onclick: async () => { await go({ tab: name, thread: null }); await act("open_home", { tab: name }); },
  }, label);
  return [burger, avatar(state.bot.id, state.bot.name, true), h("h2", {}, state.bot.name),
    h("div.tabs", { role: "tablist", "aria-label": state.bot.name }, tab("home", "Home"), tab("messages", "Messages"))];
}

// A list stays at its end, until its reader scrolls up: pictures that load late must not leave the newest out of sight.
function messageList(label) {
  const list = h("div.list", { tabindex: "0", role: "log", "aria-label": label });
  const toEnd = () => { if (list.atEnd) list.scrollTop = list.scrollHeight; };
  list.atEnd = true;
  list.addEventListener("scroll", () => { list.atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40; });
  list.addEventListener("load", toEnd, true);
  list.show = (drawn) => { keep(list, drawn); toEnd(); };
  return list;
}

function home(list) {
  const view = state.home;
  const key = view ? `${view.id} ${view.hash}` : "none";
  keep(list, [{
    key: "home", state: key, draw: () => h("div.home", {}, view
      ? drawBlocks(view.blocks, { where: { view: view.id }, values: view.values, errors: {} })
      : h("p.note", {}, "The app has not put anything here yet.")),
  }]);
}

function conversation(channel) {
  const place = part("conversation");
  const key = `${state.me} ${channel.id} ${here.tab}`;
  if (place.dataset.key !== key) {
    place.dataset.key = key;
    const bottom = channel.user && here.tab === "home" ? null
      : composer(channel, null, channel.user ? `Message ${state.bot.name}` : `Message #${channel.name}`);
    place.replaceChildren(h("header"), messageList("Messages"), bottom ?? "");
  }
  redrawn(place.querySelector("header"), [channel, here.tab], () => heading(channel));
  const list = place.querySelector(".list");
  if (channel.user && here.tab === "home") home(list);
  else list.show(items(channel, null));
}

function thread(channel) {
  const place = part("thread");
  place.hidden = !here.thread;
  if (!here.thread) { place.replaceChildren(); place.dataset.key = ""; return; }
  const key = `${state.me} ${channel.id} ${here.thread}`;
  if (place.dataset.key !== key) {
    place.dataset.key = key;
    place.replaceChildren(
      h("header", {}, h("h2", {}, "Thread"), h("button.dismiss", {
        type: "button", "aria-label": "Close the thread", onclick: () => go({ thread: null }),
      }, "×")),
      messageList("Thread"), composer(channel, here.thread, "Reply…"));
  }
  place.querySelector(".list").show(items(channel, here.thread));
}

function demoBar() {
  const bar = part("demo-bar");
  bar.hidden = !state.actions.length;
  const now = new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
    timeZone: state.people.find((one) => one.id === state.me)?.tz,
  }).format(new Date(state.now * 1000));
  const key = JSON.stringify([now, state.actions]);
  if (bar.dataset.key === key) return;
  bar.dataset.key = key;
  bar.replaceChildren(h("span.now", {}, "It is ", h("b", {}, now)), ...state.actions.map((label) => h("button", {
    type: "button",
    onclick: async (event) => {
      event.target.setAttribute("aria-busy", "true");
      await act("demo", { label });
      event.target.removeAttribute("aria-busy");
    },
  }, label)));
}

start(() => {
  if (!state.me) { part("conversation").replaceChildren(h("p.note", {}, "Nobody is here yet.")); return; }
  const channel = currentChannel();
  document.title = `${channel.user ? state.bot.name : `#${channel.name}`} · ${state.team.name}`;
  demoBar();
  const shown = [state.team, state.channels, state.people, state.me, state.connected, here.channel];
  redrawn(part("sidebar"), [...shown, state.channels.map(unread)], sidebar);
  conversation(channel);
  thread(channel);
  showModals(part("modals"));
});
