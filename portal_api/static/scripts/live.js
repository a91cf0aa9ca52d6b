/* Live parts: /events says that something changed, never what; a part that shows it is asked for again.
   A part is an element with an id and data-live (a dossier's id, or "*" for anything in scope, also exchanges without one). While a person types in
   it, unfolded a form, or typed something that he did not send, it stays as it is; the parts inside it are renewed instead. A page that nobody looks at waits. */
(() => {
  "use strict";
  const parts = () => [...document.querySelectorAll("[data-live]")];
  if (!parts().length || !window.EventSource || !window.htmx) { return; }
  const due = new Set();
  let pause = 0;

  const fields = "input:not([type=hidden]), textarea, select";
  const typed = (part) => (part.contains(document.activeElement) && document.activeElement.matches(fields))
    || part.querySelector("details[open] form") !== null
    || [...part.querySelectorAll("textarea, input[type=file], input:not([type])")].some((each) => each.value !== each.defaultValue);

  const renew = () => {
    if (document.hidden) { return; }
    const renewed = [];
    for (const part of parts()) {
      if (!due.has(part.id)) { continue; }
      if (typed(part)) { part.dataset.stale = ""; due.delete(part.id); continue; }
      due.delete(part.id);
      if (renewed.some((each) => each.contains(part))) { continue; }
      renewed.push(part);
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
    pause = setTimeout(renew, 250);
  });
  document.addEventListener("visibilitychange", renew);
  source.addEventListener("ended", () => source.close());
  window.addEventListener("pagehide", () => source.close());
})();
