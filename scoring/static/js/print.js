// Buttons that print the page; the browser's own menu does the same without scripts.
(function () {
  "use strict";

  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }
})();
