/* Uploads with progress over the resumable API (tus) of /api/v2/uploads. Without scripts the field posts its form as it
   is. After an interruption a file goes on where the hub says that it stopped. */
(() => {
  "use strict";
  const PIECE = 1024 * 1024;
  const TRIES = 5;
  const VERSION = { "Tus-Resumable": "1.0.0" };
  const coded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const resting = (ms) => new Promise((done) => setTimeout(done, ms));

  const announce = async (place, file) => {
    const told = { filename: file.name, dossier_id: place.dossier, stuk_id: place.stuk };
    const metadata = Object.entries(told).map(([name, value]) => `${name} ${coded(value)}`).join(",");
    const headers = { ...VERSION, "Upload-Length": String(file.size), "Upload-Metadata": metadata };
    const answer = await fetch("/api/v2/uploads", { method: "POST", headers });
    if (!answer.ok) { throw await refusal(answer); }
    return answer.headers.get("Location");
  };

  const refusal = async (answer) => {
    const told = await answer.json().catch(() => ({}));
    return Object.assign(new Error(told.detail || String(answer.status)), { isFinal: answer.status < 500 && answer.status !== 409 });
  };

  const offsetOf = async (address) => {
    const answer = await fetch(address, { method: "HEAD", headers: VERSION });
    if (!answer.ok) { throw await refusal(answer); }
    return Number(answer.headers.get("Upload-Offset"));
  };

  const carry = async (address, file, told) => {
    let offset = 0;
    let tries = 0;
    while (offset < file.size) {
      try {
        const headers = { ...VERSION, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
        const answer = await fetch(address, { method: "PATCH", headers, body: file.slice(offset, offset + PIECE) });
        if (!answer.ok) { throw await refusal(answer); }
        offset = Number(answer.headers.get("Upload-Offset"));
        tries = 0;
        told(offset / file.size);
      } catch (error) {
        tries += 1;
        if (error.isFinal || tries > TRIES) { throw error; }
        await resting(500 * 2 ** tries);
        offset = await offsetOf(address);
      }
    }
  };

  const line = (box, file) => {
    const made = box.querySelector("template").content.firstElementChild.cloneNode(true);
    made.querySelector("[data-name]").textContent = file.name;
    made.querySelector("progress").setAttribute("aria-label", file.name);
    box.querySelector("[data-files]").append(made);
    return made;
  };

  const send = async (box, file) => {
    const made = line(box, file);
    const bar = made.querySelector("progress");
    const state = made.querySelector("[data-state]");
    try {
      const address = await announce(box.dataset, file);
      await carry(address, file, (part) => { bar.value = part; });
      bar.value = 1;
      state.textContent = box.dataset.done;
    } catch (error) {
      bar.remove();
      state.textContent = `${box.dataset.failed} ${error.message}`;
      state.className = "error-text";
    }
  };

  for (const box of document.querySelectorAll("[data-upload]")) {
    const field = box.querySelector("input[type=file]");
    const button = box.querySelector("button[type=submit]");
    if (button) { button.hidden = true; }
    const take = async (files) => { for (const file of files) { await send(box, file); } field.value = ""; };
    field.addEventListener("change", () => take([...field.files]));
    box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
    box.addEventListener("dragleave", () => box.classList.remove("over"));
    box.addEventListener("drop", (event) => { event.preventDefault(); box.classList.remove("over"); take([...event.dataTransfer.files]); });
  }
})();
