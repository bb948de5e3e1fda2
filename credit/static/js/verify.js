// What a QR carries behind the # never reaches the server; here the browser itself checks its
// signature against the published keys, and shows what the QR says beside the register's word.
(function () {
  "use strict";

  const SIGNATURE_BYTES = 64;
  const box = document.getElementById("qr-check");
  const payload = window.location.hash.slice(1);

  function bytes(base64) {
    const plain = atob(base64.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (char) => char.charCodeAt(0));
  }

  function read(text) {
    const all = bytes(text);
    const signed = all.slice(0, -SIGNATURE_BYTES);
    const listed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(signed));
    const fields = JSON.parse(box.dataset.fields);
    if (listed.length !== fields.length || listed[0] !== box.dataset.format) throw new Error("no slip");
    const values = Object.fromEntries(fields.map((field, at) => [field, listed[at]]));
    return { values, signed, signature: all.slice(-SIGNATURE_BYTES) };
  }

  async function isSigned(slip) {
    const raw = JSON.parse(box.dataset.keys)[slip.values.key_id];
    if (!raw) return false;
    const key = await window.crypto.subtle.importKey("raw", bytes(raw), { name: "Ed25519" }, false, ["verify"]);
    return window.crypto.subtle.verify({ name: "Ed25519" }, key, slip.signature, slip.signed);
  }

  function say(kind, text) {
    const said = box.querySelector("[data-said]");
    said.textContent = text;
    said.className = "notice " + kind;
  }

  function show(values) {
    for (const place of box.querySelectorAll("[data-value]")) {
      const value = values[place.dataset.value];
      const words = place.dataset.words ? JSON.parse(place.dataset.words) : {};
      place.textContent = words[value] || value;
    }
    box.querySelector("[data-values]").hidden = false;
  }

  async function check() {
    box.hidden = false;
    let slip;
    try {
      slip = read(payload);
    } catch {
      return say("bad", box.dataset.bad);
    }
    let good;
    try {
      good = await isSigned(slip);
    } catch {
      return say("info", box.dataset.unable); // an old browser, or a page without https
    }
    if (!good) return say("bad", box.dataset.bad);
    if (slip.values.number !== box.dataset.number) return say("bad", box.dataset.other);
    say("ok", box.dataset.good);
    return show(slip.values);
  }

  // A link within the page (such as the skip link) is no payload.
  if (payload && !document.getElementById(payload)) check();
})();
