// Follows a job's status address and moves its bar; at the end the page is read again.
(function () {
  "use strict";

  const POLL_MS = 1000;
  const RETRY_MS_MAX = 10000;
  const SAY_PERCENT = 25; // read aloud at every quarter, not at every tick
  const ENDED = ["done", "failed"];
  const number = new Intl.NumberFormat(document.documentElement.lang);

  function timeLeft(texts, seconds) {
    if (seconds === null || seconds === undefined) return "";
    const whole = Math.max(1, Math.round(seconds));
    const template = whole >= 60 ? texts.textMinutes : texts.textSeconds;
    return template.replace("{minutes}", Math.floor(whole / 60)).replace("{seconds}", whole % 60);
  }

  function follow(job) {
    const texts = job.dataset;
    const part = (name) => job.querySelector("[data-job-" + name + "]");
    const bar = part("bar");
    let said = 0;
    let wait = POLL_MS;

    function show(status) {
      const percent = status.total ? Math.floor((100 * status.done) / status.total) : 0;
      if (status.total) {
        bar.max = status.total;
        bar.value = status.done;
        part("total").textContent = number.format(status.total);
      }
      part("done").textContent = number.format(status.done);
      part("percent").textContent = percent;
      part("left").textContent = timeLeft(texts, status.seconds_left);
      if (status.state === "running") part("state").querySelector(".badge > span").textContent = texts.textRunning;
      if (percent >= said + SAY_PERCENT) {
        said = percent - (percent % SAY_PERCENT);
        part("said").textContent = texts.textSaid.replace("{percent}", said);
      }
    }

    async function look() {
      try {
        const answer = await fetch(job.dataset.statusUrl, { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        const status = await answer.json();
        show(status);
        if (ENDED.includes(status.state)) {
          part("said").textContent = texts.textEnded;
          window.location.reload();
          return;
        }
        wait = POLL_MS;
      } catch {
        part("left").textContent = texts.textOffline;
        wait = Math.min(wait * 2, RETRY_MS_MAX);
      }
      window.setTimeout(look, wait);
    }

    window.setTimeout(look, POLL_MS);
  }

  document.querySelectorAll("[data-status-url]").forEach(follow);
})();
