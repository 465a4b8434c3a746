// Small behaviours, attached by data-behaviour; every screen works without them.

/** Tick or untick every row of a list. */
function tickAll(box) {
  box.addEventListener("change", () => {
    for (const one of document.querySelectorAll(`input[name="${box.dataset.rows}"]`)) {
      one.checked = box.checked;
    }
  });
}

/** Ask once before something that cannot be undone, with its consequence in words. */
function askOnce(form) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.consequence)) event.preventDefault();
  });
}

/** Send a form as soon as one of its choices changes. */
function sendOnChange(form) {
  for (const one of form.querySelectorAll("select")) {
    one.addEventListener("change", () => form.requestSubmit());
  }
}

/** A second click sends nothing twice. */
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const pressed = event.submitter;
    window.setTimeout(() => {
      for (const one of form.querySelectorAll("button[type=submit], button:not([type])")) {
        one.disabled = true;
      }
      if (pressed) pressed.setAttribute("aria-busy", "true");
    });
    window.setTimeout(() => {
      for (const one of form.querySelectorAll("button")) one.disabled = false;
    }, 8000);
  });
}

const BEHAVIOURS = { "tick-all": tickAll, "ask-once": askOnce, "send-on-change": sendOnChange, "send-once": sendOnce };

for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(" ")) BEHAVIOURS[name]?.(element);
}
