// Turns every textarea[data-rich-text] into the editor. Without this file the textarea stays.
(() => {
  "use strict";

  const WORDS = {
    official: "一键排版",
    picture: "插入图片",
    working: "正在处理…",
    pasted: "已粘贴，并去除了多余的格式。",
    formatted: "已按公文格式排版，可用“撤销”恢复。",
    uploaded: (count) => `已上传 ${count} 张图片。`,
    missed: (count) => `有 ${count} 张图片没有带过来，请用“插入图片”单独上传。`,
    failed: "网络或服务器出错，请稍后再试。",
    tooBig: "没有处理：",
  };

  const LEVELS = { p: "正文", h2: "一级标题", h3: "二级标题", h4: "三级标题", blockquote: "引文" };

  const WITHOUT = [
    "about", "ai-assistant", "class-span", "color", "copy-format", "drag-and-drop", "file",
    "font", "iframe", "image-processor", "line-height", "media", "paste-from-word",
    "paste-storage", "powered-by-jodit", "preview", "print", "speech-recognize", "spellcheck",
    "video", "xpath",
  ];

  const BUTTONS = [
    "undo", "redo", "|", "paragraph", "bold", "italic", "underline", "strikethrough",
    "superscript", "subscript", "|", "left", "center", "right", "|", "ul", "ol", "|",
    "table", "link", "picture", "hr", "|", "official", "eraser", "find", "source", "fullsize",
  ];

  class Refused extends Error {}

  // --- Talking to the server

  async function post(area, address, fields) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    const token = area.form && area.form.elements.csrfmiddlewaretoken;
    const answer = await fetch(address, {
      method: "POST",
      body,
      credentials: "same-origin",
      headers: { "X-CSRFToken": token ? token.value : "", Accept: "application/json" },
    });
    let said = {};
    try {
      said = await answer.json();
    } catch {
      said = {};
    }
    if (!answer.ok) throw new Refused(said.error || WORDS.failed);
    return said;
  }

  const transformed = async (area, html, how) =>
    (await post(area, area.dataset.transformUrl, { html, how })).html;

  const uploaded = (area, file) => post(area, area.dataset.uploadUrl, { file });

  // --- Pictures inside what was pasted

  const MARKS = { "\\pngblip": "png", "\\jpegblip": "jpg" };

  // Word and WPS put the pictures of a selection into the RTF form of the clipboard only.
  function picturesOfRtf(rtf) {
    const found = [];
    const start = /\\(?:png|jpeg)blip/g;
    let match;
    while ((match = start.exec(rtf)) !== null) {
      const end = endOfGroup(rtf, match.index);
      const hex = withoutGroups(rtf.slice(match.index, end))
        .replace(/\\[a-z]+-?\d*/gi, "")
        .replace(/[^0-9a-f]/gi, "");
      if (hex.length > 64) found.push(fileOfHex(hex, MARKS[match[0]]));
      start.lastIndex = end;
    }
    return found;
  }

  function endOfGroup(rtf, from) {
    let depth = 0;
    for (let at = from; at < rtf.length; at += 1) {
      if (rtf[at] === "{") depth += 1;
      if (rtf[at] === "}") depth -= 1;
      if (depth < 0) return at;
    }
    return rtf.length;
  }

  function withoutGroups(text) {
    let before;
    let now = text;
    do {
      before = now;
      now = now.replace(/\{[^{}]*\}/g, "");
    } while (now !== before);
    return now;
  }

  function fileOfHex(hex, extension) {
    const bytes = new Uint8Array(Math.floor(hex.length / 2));
    for (let at = 0; at < bytes.length; at += 1) {
      bytes[at] = Number.parseInt(hex.substr(at * 2, 2), 16);
    }
    return new File([bytes], `图片.${extension}`, { type: `image/${extension}` });
  }

  function fileOfDataAddress(address) {
    const match = /^data:image\/(png|jpe?g|gif|webp);base64,(.*)$/is.exec(address);
    if (!match) return null;
    const text = atob(match[2].replace(/\s/g, ""));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return new File([bytes], `图片.${match[1].replace("jpeg", "jpg")}`);
  }

  // One picture that is refused does not lose the text around it.
  async function uploadedOrNull(area, file) {
    try {
      return await uploaded(area, file);
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }

  // Parsed in a document of its own: nothing in it is loaded or run.
  async function withOwnPictures(area, html, rtf) {
    const pasted = new DOMParser().parseFromString(html, "text/html");
    const local = [...pasted.querySelectorAll("img")].filter((image) =>
      /^(?:file|cid|blob):/i.test(image.getAttribute("src") || ""),
    );
    const fromRtf = local.length && rtf ? picturesOfRtf(rtf) : [];
    let taken = 0;
    let missed = 0;
    for (const image of pasted.querySelectorAll("img")) {
      const source = image.getAttribute("src") || "";
      const place = local.indexOf(image);
      const isKnown = place >= 0 && fromRtf.length === local.length;
      const file = isKnown ? fromRtf[place] : fileOfDataAddress(source);
      const kept = file ? await uploadedOrNull(area, file) : null;
      if (kept) {
        image.setAttribute("src", kept.address);
        taken += 1;
      } else if (file || !source.includes("/files/")) {
        image.remove();
        missed += 1;
      }
    }
    return { html: pasted.body.innerHTML, taken, missed };
  }

  // --- One editor

  function start(area) {
    if (area.dataset.richTextReady) return;
    area.dataset.richTextReady = "yes";

    const status = document.createElement("p");
    status.className = "x-editor-status";
    status.setAttribute("role", "status");
    area.after(status);
    const say = (...words) => {
      status.textContent = words.filter(Boolean).join("");
    };

    const editor = Jodit.make(area, options(area, say));
    status.remove();
    editor.container.after(status);
    name(editor, area);

    let last = editor.value;
    editor.events.on("change", () => {
      if (editor.value === last) return;
      last = editor.value;
      area.value = last;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.dispatchEvent(new Event("change", { bubbles: true }));
    });
    editor.events.on("beforePaste", (event) => takePaste(editor, area, say, event));
    editor.editor.addEventListener("drop", (event) => {
      const files = [...(event.dataTransfer ? event.dataTransfer.files : [])];
      if (!files.length) return;
      event.preventDefault();
      event.stopPropagation();
      insertFiles(editor, area, say, files);
    }, true);
    area.addEventListener("x-editor-set", (event) => {
      editor.value = event.detail;
    });
  }

  function options(area, say) {
    return {
      language: "zh_cn",
      minHeight: 420,
      toolbarAdaptive: false,
      toolbarButtonSize: "middle",
      buttons: BUTTONS,
      disablePlugins: WITHOUT,
      controls: {
        paragraph: { list: LEVELS },
        official: {
          text: WORDS.official,
          tooltip: WORDS.official,
          exec: (editor) => setOfficial(editor, area, say),
        },
        picture: {
          icon: "image",
          tooltip: WORDS.picture,
          exec: (editor) => choosePicture(editor, area, say),
        },
      },
      readonly: area.readOnly || area.disabled,
      enter: "p",
      askBeforePasteHTML: false,
      askBeforePasteFromWord: false,
      processPasteHTML: false,
      processPasteFromWord: false,
      showXPathInStatusbar: false,
      showWordsCounter: false,
      hidePoweredByJodit: true,
      sourceEditor: "area",
      beautifyHTML: false,
      allowResizeX: false,
      spellcheck: false,
      uploader: { insertImageAsBase64URI: false },
      imageDefaultWidth: null,
      link: { noFollowCheckbox: false, openInNewTabCheckbox: false, modeClassName: false },
      direction: "ltr",
    };
  }

  function name(editor, area) {
    const label = area.labels && area.labels[0];
    editor.editor.setAttribute("role", "textbox");
    editor.editor.setAttribute("aria-multiline", "true");
    editor.editor.setAttribute("aria-label", label ? label.textContent.trim() : "正文");
    const described = area.getAttribute("aria-describedby");
    if (described) editor.editor.setAttribute("aria-describedby", described);
    if (label) label.addEventListener("click", () => editor.focus());
  }

  async function attempt(say, work) {
    say(WORDS.working);
    try {
      await work();
    } catch (error) {
      say(error instanceof Refused ? WORDS.tooBig + error.message : WORDS.failed);
    }
  }

  function takePaste(editor, area, say, event) {
    const data = event.clipboardData;
    if (!data) return undefined;
    const html = data.getData("text/html");
    const files = [...data.files];
    if (html) {
      insertHtml(editor, area, say, html, data.getData("text/rtf"));
      return false;
    }
    if (files.length) {
      insertFiles(editor, area, say, files);
      return false;
    }
    return undefined; // plain text: the editor knows how
  }

  function insertHtml(editor, area, say, html, rtf) {
    editor.s.save();
    return attempt(say, async () => {
      try {
        const own = await withOwnPictures(area, html, rtf);
        const clean = await transformed(area, own.html, "clean");
        editor.s.restore();
        editor.s.insertHTML(clean);
        editor.synchronizeValues();
        say(WORDS.pasted, own.taken && WORDS.uploaded(own.taken), own.missed && WORDS.missed(own.missed));
      } catch (error) {
        editor.s.restore();
        throw error;
      }
    });
  }

  function insertFiles(editor, area, say, files) {
    return attempt(say, async () => {
      let count = 0;
      for (const file of files) {
        const kept = await uploaded(area, file);
        editor.s.insertNode(kept.is_image ? picture(editor, kept) : link(editor, kept));
        count += 1;
      }
      editor.synchronizeValues();
      say(WORDS.uploaded(count));
    });
  }

  function picture(editor, kept) {
    const image = editor.createInside.element("img");
    image.setAttribute("src", kept.address);
    image.setAttribute("alt", "");
    return image;
  }

  function link(editor, kept) {
    const anchor = editor.createInside.element("a");
    anchor.setAttribute("href", kept.address);
    anchor.textContent = kept.name;
    return anchor;
  }

  function choosePicture(editor, area, say) {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.accept = area.dataset.accept;
    input.addEventListener("change", () => insertFiles(editor, area, say, [...input.files]));
    input.click();
  }

  function setOfficial(editor, area, say) {
    return attempt(say, async () => {
      editor.value = await transformed(area, editor.value, "official");
      editor.synchronizeValues();
      say(WORDS.formatted);
    });
  }

  // --- All editors of the page, those that come later included

  function startAll(root) {
    if (typeof Jodit === "undefined") return;
    root.querySelectorAll("textarea[data-rich-text]").forEach(start);
  }

  function begin() {
    startAll(document);
    new MutationObserver((changes) => {
      for (const change of changes) {
        for (const node of change.addedNodes) {
          if (node.nodeType === Node.ELEMENT_NODE) startAll(node.parentNode || node);
        }
      }
    }).observe(document.body, { childList: true, subtree: true });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
