// Tells the server, at most once a minute, that somebody is really typing or pointing here.
// The session lives by that and not by autosave, which a forgotten page also does.
const MINUTE = 60_000;
const address = document.querySelector("script[data-alive]")?.dataset.alive;
let told = Date.now();

function token() {
  return document.cookie.match(/(?:^|; )(?:__Host-xinqiao_csrf|csrftoken)=([^;]+)/)?.[1] ?? "";
}

function tell() {
  if (Date.now() - told < MINUTE) return;
  told = Date.now();
  fetch(address, { method: "POST", headers: { "X-CSRFToken": token() }, redirect: "manual" }).catch(() => {});
}

if (address) {
  for (const kind of ["keydown", "pointerdown"]) {
    document.addEventListener(kind, (event) => event.isTrusted && tell(), { passive: true });
  }
}
