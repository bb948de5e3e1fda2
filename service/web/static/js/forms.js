// Forms: sent once however often the button is pressed, and only while they will be taken; files
// named and measured before they are sent.
(function () {
  "use strict";

  const MEGABYTE = 1024 * 1024;
  const OPEN_LONG_MS = 10 * 60 * 1000;
  const SIGNED_OUT = document.getElementById("signed-out");

  // Puts a token of this session into the form; false for who is signed in no more.
  async function takeFreshToken(form) {
    const answer = await fetch("/session/form-token", { redirect: "manual", cache: "no-store" });
    if (answer.ok) form.elements.csrf_token.value = (await answer.json()).token;
    return answer.ok;
  }

  function sendOnce(form) {
    let sent = false;
    let known = 0; // milliseconds of this page when the service last knew who sends the form
    const openLong = () => SIGNED_OUT && form.elements.csrf_token && performance.now() - known > OPEN_LONG_MS;
    const mark = (on) => {
      sent = on;
      form.querySelectorAll("button[type=submit]").forEach((button) => button.classList.toggle("busy", on));
    };
    form.addEventListener("submit", function (event) {
      if (sent) event.preventDefault();
      else if (!event.defaultPrevented) {
        mark(true);
        if (!openLong()) return;
        event.preventDefault();
        renew(event.submitter);
      }
    });
    // What was typed and the files chosen stay in the page until the service can take them.
    async function renew(submitter) {
      const taken = await takeFreshToken(form).catch(() => null);
      mark(false);
      if (taken) {
        known = performance.now();
        form.requestSubmit(submitter);
      } else {
        (taken === null ? document.getElementById("unreachable") : SIGNED_OUT).showModal();
      }
    }
    // A page that comes back out of the browser's memory may be sent again.
    window.addEventListener("pageshow", () => mark(false));
  }

  function sizeOf(file) {
    if (file.size < MEGABYTE / 10) return Math.ceil(file.size / 1024) + " KB";
    return (file.size / MEGABYTE).toFixed(1) + " MB";
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
