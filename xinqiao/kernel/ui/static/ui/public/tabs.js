// Sections with a heading each become tabs. Without this script they stand one below the other.
export function attach(root) {
  const panels = [...root.querySelectorAll(":scope > [data-tab]")];
  if (panels.length < 2) return;
  const bar = document.createElement("div");
  bar.className = "tabs-bar";
  bar.setAttribute("role", "tablist");
  bar.setAttribute("aria-label", root.dataset.label || "");

  const tabs = panels.map((panel, index) => {
    const heading = panel.querySelector("[data-tab-heading]");
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `${panel.id}-tab`;
    tab.textContent = heading.textContent.trim();
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    heading.classList.add("visually-hidden");
    tab.addEventListener("click", () => choose(index));
    tab.addEventListener("keydown", (event) => move(event, index));
    bar.append(tab);
    return tab;
  });

  function choose(chosen) {
    tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    });
  }

  function move(event, index) {
    const last = tabs.length - 1;
    const next = {
      ArrowRight: index === last ? 0 : index + 1,
      ArrowLeft: index === 0 ? last : index - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    tabs[next].focus();
  }

  root.prepend(bar);
  root.classList.add("is-tabbed");
  choose(0);
}
