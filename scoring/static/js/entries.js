// The quick form: names while one types, the rule of the item chosen, and the preview in place,
// so that a chosen file is not lost. Without scripts the same form does all of it by whole pages.
(function () {
  "use strict";

  const form = document.getElementById("entry-form");
  if (!form) return;
  const WAIT_MS = 200;

  const member = form.querySelector("[data-suggest]");
  const names = document.getElementById("member-names");
  let timer = null;

  async function suggest() {
    const typed = member.value.trim();
    if (!typed) return;
    const answer = await fetch(member.dataset.suggest + "?q=" + encodeURIComponent(typed));
    if (!answer.ok || member.value.trim() !== typed) return;
    const found = await answer.json();
    names.replaceChildren(
      ...found.map((one) => {
        const option = document.createElement("option");
        option.value = one.public_name;
        option.label = one.number;
        return option;
      })
    );
  }

  member.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => suggest().catch(() => {}), WAIT_MS);
  });

  const items = form.querySelector("[data-rules]");
  const rules = form.querySelector("[data-rule-list]");

  function showRule() {
    rules.hidden = !items.value;
    for (const rule of rules.querySelectorAll("[data-rule]")) {
      const chosen = rule.dataset.rule === items.value;
      rule.hidden = !chosen;
      rule.open = chosen;
    }
  }

  items.addEventListener("change", showRule);
  showRule();

  const button = form.querySelector("[data-preview-button]");
  const place = form.querySelector("[data-preview]");

  async function preview() {
    const data = new FormData(form);
    data.delete("evidence_file");
    data.set("step", "preview");
    const answer = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { "X-Fragment": "preview" },
    });
    // What the server says about the form itself comes with 422; anything else is a page of its own.
    if (!answer.ok && answer.status !== 422 && answer.status !== 409) throw new Error("no preview");
    place.innerHTML = await answer.text();
  }

  button.addEventListener("click", (event) => {
    event.preventDefault();
    preview().catch(() => {
      const step = document.createElement("input");
      step.type = "hidden";
      step.name = "step";
      step.value = "preview";
      form.append(step);
      form.submit();
    });
  });
})();
