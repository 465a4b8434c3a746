// The tools of an article: text size, printing, reading aloud.
// The bar is hidden in the page and shown here, so nobody sees a button that does nothing.
const SIZE_KEY = "xinqiao-text-size";

export function attach(bar) {
  const body = document.querySelector(".article-body");
  if (!body) return;
  sizes(bar, body);
  bar.querySelector("[data-do=print]").addEventListener("click", () => window.print());
  aloud(bar, body);
  bar.hidden = false;
}

function sizes(bar, body) {
  const buttons = [...bar.querySelectorAll("[data-size]")];
  const choose = (size) => {
    body.dataset.size = size;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.size === size));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      choose(button.dataset.size);
      remember(button.dataset.size);
    });
  }
  choose(remembered());
}

function remembered() {
  try {
    const size = localStorage.getItem(SIZE_KEY);
    return ["small", "normal", "large"].includes(size) ? size : "normal";
  } catch {
    return "normal";
  }
}

function remember(size) {
  try {
    localStorage.setItem(SIZE_KEY, size);
  } catch {
    // Storage may be switched off; the size then holds for this page only.
  }
}

function aloud(bar, body) {
  const button = bar.querySelector("[data-do=aloud]");
  if (!("speechSynthesis" in window) || !("SpeechSynthesisUtterance" in window)) {
    button.hidden = true;
    return;
  }
  const hold = pausing(bar.querySelector("[data-do=pause]"));
  const rest = button.textContent;
  const stop = () => {
    window.speechSynthesis.cancel();
    hold.reset();
    button.textContent = rest;
    button.setAttribute("aria-pressed", "false");
  };
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") {
      stop();
      return;
    }
    const title = document.querySelector("h1").textContent;
    const parts = [title, ...body.innerText.split(/\n+/)].filter((part) => part.trim());
    parts.forEach((part, index) => {
      const speech = new SpeechSynthesisUtterance(part);
      speech.lang = document.documentElement.lang === "zh-Hant" ? "zh-TW" : "zh-CN";
      if (document.documentElement.dataset.variant === "elder") speech.rate = 0.85;
      if (index === parts.length - 1) speech.onend = stop;
      window.speechSynthesis.speak(speech);
    });
    hold.begin();
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
  });
  window.addEventListener("pagehide", stop);
}

// The second button while a text is read: pause, and go on.
function pausing(button) {
  const rest = button.textContent;
  let paused = false;
  const show = (now) => {
    paused = now;
    button.textContent = paused ? button.dataset.go : rest;
  };
  button.addEventListener("click", () => {
    if (paused) window.speechSynthesis.resume();
    else window.speechSynthesis.pause();
    show(!paused);
  });
  return {
    begin: () => {
      window.speechSynthesis.resume();
      show(false);
      button.hidden = false;
    },
    reset: () => {
      button.hidden = true;
    },
  };
}
