/* A customer who does nothing is signed out: a warning before, one button to stay, and every window of his knows. */
(() => {
  "use strict";
  const bar = document.getElementById("idle");
  if (!bar) { return; }
  const said = document.getElementById("idle-said");
  const seconds = (name) => Number(bar.dataset[name]) * 1000;
  const others = new BroadcastChannel("idle");
  const SELDOM = 60000;
  let seen = Date.now(), told = seen;

  const awake = () => { seen = Date.now(); bar.hidden = true; said.textContent = ""; };
  const over = () => { location.replace(`/idle?back=${encodeURIComponent(location.pathname + location.search)}`); };
  const tell = async () => {
    told = Date.now();
    const answer = await fetch("/account/here", { method: "POST" }).catch(() => null);
    if (answer && answer.status === 401) { over(); return; }
    if (answer && answer.ok) { awake(); others.postMessage("here"); }
  };

  others.addEventListener("message", awake);
  others.postMessage("here");
  bar.querySelector("button").addEventListener("click", tell);
  /* What is typed or pressed counts, once the warning is not up: then only the button says that somebody is there. */
  for (const kind of ["input", "pointerdown", "keydown"]) {
    document.addEventListener(kind, () => { if (bar.hidden && Date.now() - told > SELDOM) { tell(); } }, { passive: true });
  }
  setInterval(() => {
    const idle = Date.now() - seen;
    if (idle >= seconds("ends")) { over(); return; }
    if (idle >= seconds("warns") && bar.hidden) {
      bar.hidden = false;
      said.textContent = bar.querySelector("p").textContent;
    }
  }, 1000);
})();
