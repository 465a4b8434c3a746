// The list of files in the article form: upload, name, order, remove. The hidden input holds it.
(() => {
  const SIZES = ["B", "KB", "MB", "GB"];
  const token = () => JSON.parse(document.getElementById("wagtail-config").textContent).CSRF_TOKEN;

  function sizeOf(bytes) {
    let size = bytes;
    let unit = 0;
    while (size >= 1024 && unit < 3) { size /= 1024; unit += 1; }
    return `${Math.round(size * 10) / 10} ${SIZES[unit]}`;
  }

  class FileList {
    constructor(root) {
      this.root = root;
      this.input = root.querySelector("input[type=hidden]");
      this.list = root.querySelector(".x-files__list");
      this.message = root.querySelector(".x-files__message");
      this.picker = root.querySelector("input[type=file]");
      this.words = root.dataset;
      this.files = JSON.parse(this.input.value || "[]");
      this.picker.addEventListener("change", () => this.upload([...this.picker.files]));
      this.draw();
    }

    keep() {
      this.input.value = JSON.stringify(this.files);
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
      this.draw();
    }

    async upload(chosen) {
      this.picker.value = "";
      for (const file of chosen) {
        this.message.textContent = `${this.words.wordsUploading} ${file.name}…`;
        const body = new FormData();
        body.append("file", file);
        try {
          const answer = await fetch(this.root.dataset.uploadUrl, {
            method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" },
          });
          const said = await answer.json();
          if (!answer.ok) { this.message.textContent = `${file.name}：${said.error}`; return; }
          if (this.root.dataset.single) this.files = [];
          this.files.push({ id: said.id, name: said.name, size: said.size, title: "" });
        } catch {
          this.message.textContent = this.words.wordsFailed;
          return;
        }
      }
      this.message.textContent = "";
      this.keep();
    }

    move(place, step) {
      const [one] = this.files.splice(place, 1);
      this.files.splice(place + step, 0, one);
      this.keep();
    }

    button(text, label, act, disabled = false) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button button-small button-secondary", textContent: text, disabled });
      button.setAttribute("aria-label", label);
      button.addEventListener("click", act);
      return button;
    }

    draw() {
      this.list.replaceChildren(...this.files.map((file, place) => this.row(file, place)));
      this.root.querySelector(".x-files__add").hidden = !this.root.dataset.single && this.files.length >= Number(this.root.dataset.max);
    }

    row(file, place) {
      const row = document.createElement("li");
      const name = document.createElement("span");
      name.className = "x-files__name";
      name.textContent = `${file.name}（${sizeOf(file.size)}）`;
      row.append(name);
      if (!this.root.dataset.single) {
        const title = document.createElement("input");
        Object.assign(title, { type: "text", value: file.title || "", maxLength: 200, placeholder: this.words.wordsTitle });
        title.setAttribute("aria-label", `${file.name} ${this.words.wordsTitle}`);
        title.addEventListener("change", () => { file.title = title.value; this.keep(); });
        row.append(title,
          this.button("↑", `${this.words.wordsUp} ${file.name}`, () => this.move(place, -1), place === 0),
          this.button("↓", `${this.words.wordsDown} ${file.name}`, () => this.move(place, 1), place === this.files.length - 1));
      }
      row.append(this.button("×", `${this.words.wordsRemove} ${file.name}`, () => { this.files.splice(place, 1); this.keep(); }));
      return row;
    }
  }

  const start = () => document.querySelectorAll("[data-file-list]").forEach((root) => new FileList(root));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
