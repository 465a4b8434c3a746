// Copies the address of the page; the button is shown only where that is possible.
export function attach(panel) {
  const line = panel.querySelector(".share-copy");
  const button = panel.querySelector("[data-do=copy]");
  const said = panel.querySelector("[role=status]");
  if (!navigator.clipboard) return;
  const address = location.href.replace(/#.*/, "");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = button.dataset.done;
    } catch {
      said.textContent = address;
    }
  });
  line.hidden = false;
}
