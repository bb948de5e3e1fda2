// Forms: sent once however often the button is pressed; files named and measured before they are sent.
(function () {
  "use strict";

  const MEGABYTE = 1024 * 1024;

  function sendOnce(form) {
    let sent = false;
    const mark = (on) => {
      sent = on;
      form.querySelectorAll("button[type=submit]").forEach((button) => button.classList.toggle("busy", on));
    };
    form.addEventListener("submit", function (event) {
      if (sent) event.preventDefault();
      else if (!event.defaultPrevented) mark(true);
    });
    // A page that comes back out of the browser's memory may be sent again.
    window.addEventListener("pageshow", () => mark(false));
  }

  function sizeOf(file) {
    return (file.size / MEGABYTE).toFixed(file.size < MEGABYTE ? 2 : 1) + " MB";
  }

  function fileDrop(box) {
    const input = box.querySelector("input[type=file]");
    const chosen = box.querySelector("[data-file-chosen]");
    const largest = Number(input.dataset.maxBytes || Infinity);
    const tooLarge = () => [...input.files].some((file) => file.size > largest);
    const over = (on) => () => box.classList.toggle("over", on);

    input.addEventListener("change", function () {
      const names = [...input.files].map((file) => file.name + " · " + sizeOf(file)).join("\n");
      chosen.textContent = tooLarge() ? names + " " + input.dataset.tooLarge : names;
      chosen.classList.toggle("too-large", tooLarge());
    });
    input.addEventListener("dragenter", over(true));
    ["dragleave", "drop"].forEach((name) => input.addEventListener(name, over(false)));
    // Listens before the form's own guard, so that a refused file does not count as sent.
    input.form.addEventListener(
      "submit",
      function (event) {
        if (!tooLarge()) return;
        event.preventDefault();
        input.focus();
      },
      true,
    );
  }

  document.querySelectorAll("[data-file-drop]").forEach(fileDrop);
  document.querySelectorAll("form[data-once]").forEach(sendOnce);
})();
