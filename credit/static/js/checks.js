// The form of a check: one pasted or scanned line is told apart, and Enter goes on to what is
// still empty before it sends. The server does the telling apart as well; pages work without this.
(function () {
  "use strict";

  const NUMBER = /^[0-9A-Za-z０-９Ａ-Ｚａ-ｚ()（）-]{6,22}$/;
  const DIGIT = /[0-9０-９]/;

  function isNumber(text) {
    return NUMBER.test(text) && DIGIT.test(text);
  }

  function split(text) {
    const tabbed = text.includes("\t");
    const pieces = text.trim().split(tabbed ? /[\t\r\n]+/ : /[\s,，;；|]+/).filter(Boolean);
    if (pieces.length < 2) return null;
    const place = tabbed ? pieces.findIndex(isNumber) : isNumber(pieces.at(-1)) ? pieces.length - 1 : isNumber(pieces[0]) ? 0 : -1;
    if (place < 0) return null;
    const rest = pieces.filter((_, at) => at !== place);
    const found = tabbed ? rest.find((piece) => /\p{L}/u.test(piece)) : rest.join(" ");
    return found ? { name: found.trim(), number: pieces[place].trim() } : null;
  }

  // The first text not filled in, else the first choice not made.
  function nextEmpty(form) {
    const texts = [...form.querySelectorAll("input[required].input")];
    const choices = [...form.querySelectorAll("input[type=radio][required]")];
    const chosen = (choice) => form.querySelector(`input[name="${choice.name}"]:checked`);
    return texts.find((input) => !input.value.trim()) || choices.find((choice) => !chosen(choice));
  }

  function take(name, number, text) {
    const found = number.value.trim() ? null : split(text);
    if (!found) return false;
    name.value = found.name;
    number.value = found.number;
    return true;
  }

  const form = document.getElementById("check-form");
  const name = form.querySelector("[data-split-into]");
  const number = document.getElementById(name.dataset.splitInto);

  name.addEventListener("paste", function (event) {
    // A tab or line break would be lost in the field, so the clipboard itself is read.
    if (!take(name, number, event.clipboardData.getData("text"))) return;
    event.preventDefault();
    (nextEmpty(form) || number).focus();
  });
  name.addEventListener("change", () => take(name, number, name.value));

  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
    take(name, number, name.value);
    const empty = nextEmpty(form);
    if (!empty || (empty === event.target && empty.type !== "radio")) return;
    event.preventDefault(); // a choice is made with the space bar or an arrow, never in passing
    empty.focus();
  });
})();
