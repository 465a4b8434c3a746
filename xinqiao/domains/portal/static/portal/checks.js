// Checks the text while one types: asks the server, lists the findings beside the editor.
(() => {
  "use strict";
  const PAUSE = 1800; // milliseconds of silence before the text is sent
  const GRAVE = new Set(["stop", "personal"]);

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function item(finding) {
    const row = element("li", `x-checks__item x-checks__item--${finding.gravity}`, "");
    row.append(
      element("span", "x-checks__label", finding.label),
      element("span", "x-checks__place", finding.place),
    );
    if (finding.excerpt) row.append(element("q", "x-checks__excerpt", finding.excerpt));
    row.append(element("span", "x-checks__message", finding.message));
    return row;
  }

  class Checks {
    constructor(line) {
      this.words = line.dataset;
      this.form = line.closest("form");
      this.button = line.querySelector("button");
      this.status = line.querySelector(".x-checks__status");
      this.results = document.querySelector("[data-checks-results]");
      this.toggle = document.querySelector("[data-side-panel-toggle='publication-checks']");
      this.timer = 0;
      this.round = 0;
      this.button.addEventListener("click", (event) => {
        event.preventDefault();
        this.check().then(() => this.open());
      });
      for (const kind of ["input", "change"]) {
        this.form.addEventListener(kind, () => this.later());
      }
      this.later();
    }

    later() {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.check(), PAUSE);
    }

    async check() {
      window.clearTimeout(this.timer);
      this.round += 1;
      const round = this.round;
      this.status.textContent = this.words.wordsWorking;
      try {
        const answer = await fetch(this.words.checksUrl, {
          method: "POST",
          body: new FormData(this.form),
          credentials: "same-origin",
          headers: { Accept: "application/json" },
        });
        const said = await answer.json();
        if (round !== this.round) return;
        if (answer.ok) this.show(said.findings);
        else this.status.textContent = said.error || this.words.wordsFailed;
      } catch {
        if (round === this.round) this.status.textContent = this.words.wordsFailed;
      }
    }

    show(findings) {
      const grave = findings.filter((one) => GRAVE.has(one.gravity)).length;
      const mild = findings.length - grave;
      const parts = [];
      if (grave) parts.push(`${grave} ${this.words.wordsGrave}`);
      if (mild) parts.push(`${mild} ${this.words.wordsMild}`);
      this.status.textContent = parts.join("，") || this.words.wordsNone;
      this.status.classList.toggle("x-checks__status--grave", grave > 0);
      if (!this.results) return;
      this.results.querySelector("ul").replaceChildren(...findings.map(item));
      this.results.querySelector("[data-checks-empty]").hidden = findings.length > 0;
    }

    open() {
      if (this.toggle && this.toggle.getAttribute("aria-expanded") !== "true") this.toggle.click();
    }
  }

  const start = () => document.querySelectorAll("[data-checks]").forEach((line) => new Checks(line));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
