/* Live parts: /events says that something changed, never what; a part that shows it is asked for again.
   A part is an element with an id and data-live (a dossier's id, or "*" for anything in scope, also exchanges without one). While a person types in
   it, it stays as it is and a line offers to renew it. */
(() => {
  "use strict";
  const parts = () => [...document.querySelectorAll("[data-live]")];
  if (!parts().length || !window.EventSource || !window.htmx) { return; }
  const due = new Set();
  let pause = 0;

  const renew = () => {
    for (const part of parts()) {
      if (!due.has(part.id)) { continue; }
      due.delete(part.id);
      if (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) {
        part.dataset.stale = "";
        continue;
      }
      htmx.ajax("GET", location.pathname + location.search, { target: `#${part.id}`, select: `#${part.id}`, swap: "outerHTML" });
    }
  };

  const source = new EventSource("/events");
  source.addEventListener("changed", (event) => {
    const notice = JSON.parse(event.data);
    for (const part of parts()) {
      if (part.dataset.live === "*" || part.dataset.live === notice.dossier) { due.add(part.id); }
    }
    clearTimeout(pause);
    pause = setTimeout(renew, 400);
  });
  source.addEventListener("ended", () => source.close());
  window.addEventListener("pagehide", () => source.close());
})();
