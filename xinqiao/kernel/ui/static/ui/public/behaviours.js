// Attaches one module to each element that names it: <div data-behaviour="tabs">.
// Every page works without any of them.
const modules = {
  tabs: () => import("./tabs.js"),
  share: () => import("./share.js"),
  reading: () => import("./reading.js"),
  contents: () => import("./contents.js"),
};

for (const element of document.querySelectorAll("[data-behaviour]")) {
  const load = modules[element.dataset.behaviour];
  if (load) load().then((module) => module.attach(element));
}
