// Shows the panels of the chosen kind of article; without this script all of them are there.
(() => {
  const choice = document.querySelector("select[name=kind]");
  if (!choice) return;
  const panels = [...document.querySelectorAll("[class*='x-of-kind--']")].map((mark) => ({
    kind: /x-of-kind--([a-z]+)/.exec(mark.className)[1],
    panel: mark.closest("section") || mark,
  }));
  const show = () => {
    for (const { kind, panel } of panels) panel.hidden = kind !== choice.value;
  };
  choice.addEventListener("change", show);
  show();
})();
