// The stack of modals: the top one is a dialog. It is drawn anew only when the app changed it, so typing is not disturbed.
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { flush } from "./elements.js";
import { plain } from "./mrkdwn.js";
import { act, state } from "./store.js";

function draw(view) {
  const where = { view: view.id };
  const place = { where, values: view.values, errors: view.errors };
  const leave = () => act("close", where);
  const submit = async (event) => {
    event.preventDefault();
    const button = dialog.querySelector("button.submit");
    button?.setAttribute("aria-busy", "true");
    await flush(view.id);
    await act("submit", where);
    button?.removeAttribute("aria-busy");
  };
  const dialog = h("dialog.modal", { "aria-labelledby": `title-${view.id}` },
    h("form", { onsubmit: submit, novalidate: true },
      h("header", {}, h("h2", { id: `title-${view.id}` }, plain(view.title.text)),
        h("button.dismiss", { type: "button", "aria-label": "Close", onclick: leave }, "×")),
      view.errors[""] ? h("div.trouble", { role: "alert" }, view.errors[""]) : null,
      h("div.body", {}, drawBlocks(view.blocks, place)),
      h("footer", {},
        h("button", { type: "button", onclick: leave }, view.close ? plain(view.close.text) : state.modals.length > 1 ? "Back" : "Cancel"),
        view.submit ? h("button.primary.submit", { type: "submit" }, plain(view.submit.text)) : null)));
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
  return dialog;
}

const marked = (node) => node && ({
  block: node.closest("[data-block-id]")?.dataset.blockId, action: node.closest("[data-action]")?.dataset.action,
});

export function showModals(place) {
  const view = state.modals?.at(-1);
  const now = place.querySelector("dialog");
  const mark = view && `${view.id} ${view.hash} ${JSON.stringify(view.errors)}`;
  if (now?.dataset.mark === mark) return;
  const focus = now?.contains(document.activeElement) ? marked(document.activeElement) : null;
  const scrolled = now?.dataset.view === view?.id ? now?.querySelector(".body").scrollTop : 0;
  if (!view) { place.replaceChildren(); return; }
  const dialog = draw(view);
  dialog.dataset.mark = mark;
  dialog.dataset.view = view.id;
  place.replaceChildren(dialog);
  dialog.showModal();
  dialog.querySelector(".body").scrollTop = scrolled;
  const error = dialog.querySelector("[aria-invalid]");
  const first = dialog.querySelector("[autofocus]") ?? dialog.querySelector(".body input:not([type=radio], [type=checkbox]), .body textarea");
  const again = focus?.action && dialog.querySelector(`[data-action="${CSS.escape(focus.action)}"]`);
  if (error) error.focus();
  else if (again && now.dataset.view === view.id) {
    const control = again.matches("input, textarea, button") ? again : again.querySelector("input");
    control?.focus();
    if (control?.matches("textarea, input[type=text]")) control.setSelectionRange(control.value.length, control.value.length);
  } else if (now?.dataset.view !== view.id) first?.focus();
}
