// Turns the pages of the lobby display. The next page is asked for before this one is left, so that
// a display whose network is away keeps showing the last board and tries again.
(function () {
  "use strict";

  const body = document.body;
  const wait = Number(body.dataset.seconds) * 1000;
  const button = document.querySelector("[data-pause]");
  let timer = null;

  async function turn() {
    try {
      const answer = await fetch(body.dataset.next, { cache: "no-store" });
      if (answer.ok) {
        window.location.replace(body.dataset.next);
        return;
      }
    } catch {
      // away for now
    }
    start();
  }

  function start() {
    window.clearTimeout(timer);
    timer = window.setTimeout(turn, wait);
  }

  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const paused = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(paused));
      if (paused) window.clearTimeout(timer);
      else start();
    });
  }
  start();
})();
