// A telephone that scanned a member's QR comes here with the code behind the `#`: type it in.
(function () {
  "use strict";

  const field = document.querySelector("[data-code]");
  const code = decodeURIComponent(window.location.hash.slice(1));
  if (!field || !/^[0-9A-Za-z-]{8,9}$/.test(code)) return;
  field.value = code;
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  field.form.querySelector("[type=submit]").focus();
})();
