/* The command palette: Ctrl+K opens it, arrows walk, Enter goes. What it offers comes from /palette, in the scope of
   the person; without scripts the same address is a page with a search form and links. */
(() => {
  "use strict";
  const dialog = document.getElementById("palette");
  if (!dialog) { return; }
  const list = dialog.querySelector(".palette-list");
  const input = dialog.querySelector("input");
  const home = dialog.dataset.from;
  let asked = 0;
  let pause = 0;

  const links = () => [...list.querySelectorAll("a")];
  const mark = (link) => {
    for (const each of links()) { each.removeAttribute("aria-selected"); }
    if (link) {
      link.setAttribute("aria-selected", "true");
      link.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", link.id);
    } else { input.removeAttribute("aria-activedescendant"); }
  };
  const marked = () => list.querySelector("[aria-selected]");

  const load = async () => {
    const turn = ++asked;
    const answer = await fetch(`${home}?${new URLSearchParams({ q: input.value })}`);
    if (turn !== asked || !answer.ok) { return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("palette-found");
    if (!found) { return; }
    list.replaceChildren(...document.adoptNode(found).childNodes);
    links().forEach((link, at) => { link.id = `palette-${at}`; link.setAttribute("role", "option"); });
    mark(links()[0]);
  };

  const open = () => {
    if (dialog.open) { return; }
    input.value = "";
    dialog.showModal();
    input.focus();
    load();
  };

  input.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(load, 120); });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const link = marked();
    if (link) { link.click(); }
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) { return; }
    event.preventDefault();
    const all = links();
    if (all.length) { mark(all[(all.indexOf(marked()) + step + all.length) % all.length]); }
  });

  for (const opener of document.querySelectorAll("[data-palette]")) {
    opener.addEventListener("click", (event) => { event.preventDefault(); open(); });
  }

  const writes = (target) => target.closest("input, textarea, select, [contenteditable]");
  let before = "";
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); open(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target) || document.querySelector("dialog[open]")) { return; }
    if (event.key === "?") { event.preventDefault(); document.getElementById("shortcuts").showModal(); }
    if (event.key === "/") {
      const search = document.querySelector("main input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
    }
    if (before === "g" && event.key === "d") { location.assign("/dossiers"); }
    before = event.key;
  });
})();
