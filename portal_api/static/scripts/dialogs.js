/* Dialogs: a link with data-dialog opens what it leads to inside a <dialog>; without scripts it is simply a page. */
(() => {
  "use strict";
  const shown = (dialog, opener) => {
    dialog.showModal();
    dialog.addEventListener("close", () => { if (opener && opener.isConnected) { opener.focus(); } }, { once: true });
  };

  const fetched = async (link, dialog) => {
    const answer = await fetch(link.href, { headers: { "X-Hub-Part": "dialog" } });
    if (!answer.ok) { location.assign(link.href); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.querySelector("[data-part]");
    if (!part) { location.assign(link.href); return; }
    dialog.replaceChildren(document.adoptNode(part));
    dialog.setAttribute("aria-label", link.dataset.title || link.textContent.trim());
    const close = dialog.querySelector("[data-close]");
    if (close) { close.hidden = false; }
    shown(dialog, link);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const dialog = document.getElementById(link.dataset.dialog);
      if (dialog) {
        event.preventDefault();
        if (dialog.dataset.filled) { shown(dialog, link); } else { fetched(link, dialog); }
      }
    }
    const close = event.target.closest("[data-close]");
    if (close && close.closest("dialog")) { event.preventDefault(); close.closest("dialog").close(); }
    if (event.target.nodeName === "DIALOG") { event.target.close(); }
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) { menu.open = false; }
    }
    const gone = event.target.closest("[data-dismiss]");
    if (gone) { gone.closest(".toast").remove(); }
  });

  /* A form inside a fetched dialog answers inside it, as long as the answer has a part. */
  document.addEventListener("submit", async (event) => {
    const dialog = event.target.closest("dialog[data-fetched]");
    if (!dialog || event.target.method === "dialog") { return; }
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(event.target, event.submitter));
    const answer = await fetch(event.target.action, { method: "POST", body: fields });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.querySelector("[data-part]");
    if (part) { dialog.replaceChildren(document.adoptNode(part)); dialog.querySelector("h2")?.focus(); }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
    }
  });
})();
