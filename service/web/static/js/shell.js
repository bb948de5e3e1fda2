// Loaded first, so that the page is never drawn twice: marks that scripts run, then adds
// the menu of narrow screens, keyboard shortcuts and their help. Pages work without all of it.
(function () {
  "use strict";

  document.documentElement.classList.add("js");

  const SINGLE_KEYS_OFF = "single-keys-off";

  function singleKeysOn() {
    try {
      return window.localStorage.getItem(SINGLE_KEYS_OFF) === null;
    } catch {
      return true; // a browser that keeps nothing
    }
  }

  function keepSingleKeys(on) {
    try {
      if (on) window.localStorage.removeItem(SINGLE_KEYS_OFF);
      else window.localStorage.setItem(SINGLE_KEYS_OFF, "1");
    } catch {
      // the choice holds for this page only
    }
  }

  function isTyping(target) {
    if (!(target instanceof Element)) return false;
    const field = target.closest("input, textarea, select, [contenteditable]");
    return field !== null && !["checkbox", "radio", "button", "submit"].includes(field.type);
  }

  // "Alt+N" for the key pressed, "?" and "/" for the single keys, else null.
  function pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return null;
    if (event.altKey) {
      const key = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(event.code);
      return key ? "Alt+" + (key[1] || key[2]) : null;
    }
    if ((event.key === "/" || event.key === "?") && !isTyping(event.target) && singleKeysOn()) {
      return event.key;
    }
    return null;
  }

  function visible(element) {
    return element.getClientRects().length > 0;
  }

  function ofShortcut(keys) {
    const found = [...document.querySelectorAll("[data-shortcut]")];
    const same = found.filter((element) => element.dataset.shortcut === keys);
    return same.find(visible) || same[0];
  }

  function use(element) {
    if (element.matches("input:not([type=submit]), textarea, select")) {
      element.focus();
      if (element.select) element.select();
    } else {
      element.click();
    }
  }

  function onKey(event) {
    const keys = pressed(event);
    const target = keys && !document.querySelector("dialog[open]") && ofShortcut(keys);
    if (!target) return;
    event.preventDefault();
    use(target);
  }

  function shortcutLabel(element) {
    if (element.dataset.shortcutLabel) return element.dataset.shortcutLabel;
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd").forEach((kbd) => kbd.remove());
    return copy.textContent.trim();
  }

  function fillHelp(list) {
    const seen = new Set();
    list.replaceChildren();
    for (const element of document.querySelectorAll("[data-shortcut]")) {
      const keys = element.dataset.shortcut;
      if (seen.has(keys)) continue;
      seen.add(keys);
      const row = document.createElement("div");
      const name = document.createElement("dt");
      const value = document.createElement("dd");
      const kbd = document.createElement("kbd");
      name.textContent = shortcutLabel(element);
      kbd.textContent = keys;
      kbd.className = "kbd";
      value.append(kbd);
      row.append(name, value);
      list.append(row);
    }
  }

  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (!dialog || !dialog.showModal) return;
    const list = dialog.querySelector("[data-shortcut-list]");
    if (list) fillHelp(list);
    dialog.showModal();
  }

  function toggleMenu(button) {
    const open = document.getElementById(button.dataset.menu).classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  }

  function onClick(event) {
    const button = event.target instanceof Element && event.target.closest("button");
    if (!button) return;
    if (button.dataset.menu) toggleMenu(button);
    if (button.dataset.openDialog) openDialog(button.dataset.openDialog);
    if ("back" in button.dataset) window.history.back();
    if ("print" in button.dataset) window.print();
    if (button.dataset.copy) copyText(button);
  }

  async function copyText(button) {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = button.dataset.copied;
    } catch {
      window.getSelection().selectAllChildren(source); // the person copies it by hand
    }
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("DOMContentLoaded", function () {
    const box = document.querySelector("[data-single-keys]");
    if (!box) return;
    box.checked = singleKeysOn();
    box.addEventListener("change", () => keepSingleKeys(box.checked));
  });
})();
