// A page that cannot be shown says so in its place, with the way to the file itself.
(function () {
  "use strict";

  function told(picture) {
    const figure = picture.closest("[data-page]");
    picture.hidden = true;
    figure.querySelector("[data-page-zoom]").hidden = true;
    figure.querySelector("[data-page-fault]").hidden = false;
  }

  for (const picture of document.querySelectorAll("[data-page] img")) {
    // It may have failed before this script came.
    if (picture.complete && picture.src && picture.naturalWidth === 0) told(picture);
    else picture.addEventListener("error", () => told(picture), { once: true });
  }
})();
