// What the page knows: the last state from the server, who looks, and where. Everything else is drawn from it.

const address = new URLSearchParams(location.search);
export const here = {
  as: address.get("as"),
  channel: address.get("channel"),
  tab: address.get("tab") ?? "messages",
  thread: address.get("thread"),
};
export let state = null;
let redraw = () => {};
let loading = false;
let stale = false;

export async function act(verb, body = {}) {
  const answer = await fetch(`/_control/${verb}`, { method: "POST", body: JSON.stringify({ as: here.as, ...body }) });
  return answer.json();
}

export async function refresh() {
  if (loading) { stale = true; return; }
  loading = true;
  do {
    stale = false;
    const answer = await fetch(`/_control/state?as=${encodeURIComponent(here.as ?? "")}`);
    if (answer.ok) state = await answer.json();
    redraw();
  } while (stale);
  loading = false;
}

export function go(change) {
  Object.assign(here, change);
  const shown = Object.entries(here).filter(([, value]) => value && value !== "messages");
  history.replaceState(null, "", `?${new URLSearchParams(shown)}`);
  return refresh();
}

export async function start(draw) {
  redraw = draw;
  const first = await (await fetch("/_control/state")).json();
  const people = first.people.filter((person) => !person.is_bot && !person.deleted);
  const known = people.find((person) => [person.id, person.name].includes(here.as));
  here.as = (known ?? people[0])?.name ?? null;
  if (here.as) await act("reload"); // what was ephemeral is gone after a reload, as in Slack
  await refresh();
  new EventSource("/_control/stream").onmessage = refresh;
}

export const person = (id) => state.people.find((one) => one.id === id);
export const me = () => person(state.me);
export const channel = (id) => (state.channels ?? []).find((one) => one.id === id);
export const currentChannel = () =>
  (state.channels ?? []).find((one) => [one.id, one.name].includes(here.channel) && !one.user)
  ?? (here.channel === "app" ? channel(state.direct) : null)
  ?? (state.channels ?? []).find((one) => !one.user) ?? channel(state.direct);
