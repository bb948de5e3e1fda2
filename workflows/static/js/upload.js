// Sends a document in chunks, shows how far it has come, and goes on where the line broke.
// Without this script the same form sends the file whole.
(function () {
  "use strict";

  const TRIES = 5;
  const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

  class Refused extends Error {}

  function uploader(box) {
    const form = box.querySelector("form");
    const place = box.querySelector("[data-upload-progress]");
    const bar = place.querySelector("progress");
    const said = place.querySelector("[data-upload-said]");
    const DONE = "upload-done:" + box.dataset.case; // what the page says once it is there anew
    const token = form.elements.csrf_token.value;

    async function call(method, address, options) {
      const headers = { "X-CSRFToken": token, Accept: "application/json", ...options.headers };
      const answer = await fetch("/api/v1" + address, { method, body: options.body, headers, credentials: "same-origin" });
      if (answer.status >= 500) throw new Error("away");
      const told = answer.status === 204 ? null : await answer.json();
      if (!answer.ok && answer.status !== 409) throw new Refused(told.detail);
      if (answer.status === 409 && told.received === undefined) throw new Refused(told.detail);
      return told;
    }

    async function patiently(act) {
      for (let turn = 1; ; turn += 1) {
        try {
          return await act();
        } catch (error) {
          if (error instanceof Refused || turn === TRIES) throw error;
          said.textContent = box.dataset.textAgain;
          await wait(turn);
        }
      }
    }

    function show(received, size) {
      bar.max = size;
      bar.value = received;
      said.textContent = box.dataset.textSending.replace("{percent}", Math.floor((received * 100) / size));
    }

    async function send(file) {
      const key = { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() };
      const wish = { case: box.dataset.case, kind: form.elements.kind.value, filename: file.name, size: file.size };
      const record = form.elements.record_id; // a case about no record asks for none
      if (record && record.value) wish.record_id = Number(record.value);
      const upload = await patiently(() => call("POST", "/uploads", { body: JSON.stringify(wish), headers: key }));
      let received = upload.received;
      while (received < file.size) {
        const end = Math.min(received + Number(box.dataset.chunkBytes), file.size);
        const headers = { "Content-Type": "application/octet-stream", "Content-Range": `bytes ${received}-${end - 1}/${file.size}` };
        const body = file.slice(received, end);
        received = (await patiently(() => call("PUT", `/uploads/${upload.id}`, { body, headers }))).received;
        show(received, file.size);
      }
      said.textContent = box.dataset.textChecking;
      const last = { "Idempotency-Key": crypto.randomUUID() };
      return patiently(() => call("POST", `/uploads/${upload.id}/finish`, { headers: last }));
    }

    function tell(text, bad) {
      bar.hidden = true;
      place.hidden = false;
      place.classList.toggle("field-error", bad);
      said.textContent = text;
    }

    // The same content for the same purpose is kept once: it stands in the list already.
    function known(kept) {
      return document.querySelector(`a[href$="/attachments/${kept.id}"]`) !== null;
    }

    // Listens on the box, after the form's own guards have had their say.
    box.addEventListener("submit", async function (event) {
      const file = form.elements.file.files[0];
      if (event.defaultPrevented || !file || !form.elements.kind.value || !window.crypto.randomUUID) return;
      event.preventDefault();
      place.hidden = bar.hidden = false;
      place.classList.remove("field-error");
      try {
        const kept = await send(file);
        const text = known(kept) ? box.dataset.textKnown : box.dataset.textDone;
        sessionStorage.setItem(DONE, text.replace("{name}", file.name));
        window.location.assign(window.location.pathname); // what was asked for by the address is done
      } catch (error) {
        tell(error instanceof Refused ? error.message : box.dataset.textFailed, true);
        window.dispatchEvent(new Event("pageshow")); // the form may be sent again
      }
    });

    const done = sessionStorage.getItem(DONE);
    if (done) {
      tell(done, false);
      box.scrollIntoView({ block: "center" });
      sessionStorage.removeItem(DONE);
    }
  }

  document.querySelectorAll("[data-upload]").forEach(uploader);
})();
