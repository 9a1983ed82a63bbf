// Care mode, colour theme, and whether a key is a shortcut. Applied at once, so that no page flashes; the switches
// follow when they exist.
(() => {
  "use strict";
  const root = document.documentElement;

  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden: the page works, it only forgets
    }
  };

  const write = (key, value) => {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch {
      // see read()
    }
  };

  const apply = () => {
    const theme = read("theme");
    root.toggleAttribute("data-care", read("care") === "on");
    root.toggleAttribute("data-no-shortcut", read("shortcut") === "off");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  const attachCare = (button) => {
    const { labelOn, labelOff } = button.dataset;
    const show = () => {
      button.textContent = root.hasAttribute("data-care") ? labelOff : labelOn;
    };
    button.addEventListener("click", () => {
      write("care", root.hasAttribute("data-care") ? "" : "on");
      apply();
      show();
    });
    show();
    button.hidden = false;
  };

  const attachTheme = (label) => {
    const select = label.querySelector("select");
    select.value = root.dataset.theme || "";
    select.addEventListener("change", () => {
      write("theme", select.value);
      apply();
    });
    label.hidden = false;
  };

  const attachShortcut = (label) => {
    const box = label.querySelector("input");
    box.checked = !root.hasAttribute("data-no-shortcut");
    box.addEventListener("change", () => {
      write("shortcut", box.checked ? "" : "off");
      apply();
    });
    label.hidden = false;
  };

  apply();
  addEventListener("storage", apply); // another tab switched
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-care-switch]").forEach(attachCare);
    document.querySelectorAll("[data-theme-switch]").forEach(attachTheme);
    document.querySelectorAll("[data-shortcut-switch]").forEach(attachShortcut);
  });
})();
// The shell: today's date, the signed-in fragment, the current entry of a navigation that scrolls.
// Public pages are the same bytes for everyone, so what differs by day or by person is filled in here.
(() => {
  "use strict";

  const showToday = (element) => {
    const today = new Date();
    const parts = { year: "numeric", month: "long", day: "numeric" };
    const language = document.documentElement.lang;
    const date = new Intl.DateTimeFormat(language, parts).format(today);
    const weekday = new Intl.DateTimeFormat(language, { weekday: "long" }).format(today);
    element.textContent = `${date} ${weekday}`;
  };

  const isSignedIn = () => document.cookie.split("; ").some((pair) => pair.startsWith("signed_in="));

  const showFragment = async (element, address) => {
    try {
      const response = await fetch(address, { credentials: "same-origin" });
      if (response.ok && response.status !== 204 && !response.redirected) element.innerHTML = await response.text();
    } catch {
      // offline: the link to the sign-in page stays
    }
  };

  const revealCurrent = (list) => {
    const current = list.querySelector("[aria-current]");
    if (!current) return;
    const middle = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
    list.scrollLeft = Math.max(0, middle);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-today]").forEach(showToday);
    document.querySelectorAll("[data-reveal-current]").forEach(revealCurrent);
    if (isSignedIn()) {
      document.querySelectorAll("[data-me]").forEach((element) => showFragment(element, element.dataset.me));
      document.querySelectorAll("[data-fragment]").forEach((element) => showFragment(element, element.dataset.fragment));
    }
  });
})();
// The search box: titles suggested while typing (a WAI-ARIA combobox with a listbox), and the key "/" that leads to it.
// Markup: <form data-suggest> (templates/includes/_find.html); without this script it is a plain form.
(() => {
  "use strict";
  const PAUSE = 200; // ms without a key before the server is asked

  const optionOf = ({ title, label, url }, number) => {
    const option = document.createElement("li");
    const kind = document.createElement("small");
    option.id = `suggestion-${number}`;
    option.setAttribute("role", "option");
    option.dataset.url = url;
    option.setAttribute("aria-selected", "false");
    kind.textContent = label;
    option.append(title, " ", kind);
    return option;
  };

  class Suggestions {
    constructor(form) {
      this.address = `${form.action}suggest/`;
      this.field = form.querySelector("input");
      this.list = form.querySelector("ul");
      this.status = form.querySelector("[role=status]");
      this.active = -1;
      this.field.setAttribute("role", "combobox");
      this.field.setAttribute("aria-autocomplete", "list");
      this.field.setAttribute("aria-controls", this.list.id);
      this.field.setAttribute("aria-expanded", "false");
      // an input method is at work until its word is chosen: what stands there so far is nobody's query
      this.field.addEventListener("input", (event) => event.isComposing || this.ask());
      this.field.addEventListener("compositionend", () => this.ask());
      this.field.addEventListener("keydown", (event) => event.isComposing || this.press(event));
      this.field.addEventListener("blur", () => this.close());
      form.addEventListener("submit", () => this.close());
      this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
      this.list.addEventListener("click", (event) => this.follow(event.target.closest("li")));
    }

    /** Look for what stands in the field; `isWanted` says that the first suggestion is to be marked at once. */
    ask(isWanted = false) {
      this.forget();
      this.isWanted = isWanted;
      const text = this.field.value.trim();
      if (text) this.timer = setTimeout(() => this.look(text), PAUSE);
      else this.close();
    }

    /** What was asked before does not count any more. */
    forget() {
      clearTimeout(this.timer);
      this.request?.abort();
    }

    async look(text) {
      this.request = new AbortController();
      try {
        const address = `${this.address}?q=${encodeURIComponent(text)}`;
        const answer = await fetch(address, { signal: this.request.signal, credentials: "omit" });
        this.show(answer.ok ? (await answer.json()).suggestions : []);
      } catch {
        // typed on meanwhile, or offline: the form itself works
      }
    }

    show(found) {
      this.list.replaceChildren(...found.map(optionOf));
      this.mark(this.isWanted ? 0 : -1);
      this.open(found.length > 0);
      const { some, none } = this.status.dataset;
      this.status.textContent = found.length ? some.replace("{number}", found.length) : none;
    }

    open(isOpen) {
      this.list.hidden = !isOpen;
      this.field.setAttribute("aria-expanded", String(isOpen));
    }

    close() {
      this.forget();
      this.open(false);
      this.mark(-1);
      this.status.textContent = "";
    }

    mark(number) {
      const options = this.list.children;
      options[this.active]?.setAttribute("aria-selected", "false");
      this.active = number;
      const option = options[number];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) this.field.setAttribute("aria-activedescendant", option.id);
      else this.field.removeAttribute("aria-activedescendant");
    }

    follow(option) {
      if (option) location.assign(option.dataset.url);
    }

    press(event) {
      const isOpen = !this.list.hidden;
      const last = this.list.children.length - 1;
      const option = isOpen && this.list.children[this.active];
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!isOpen) this.ask(true);
        else if (event.key === "ArrowDown") this.mark(this.active < last ? this.active + 1 : 0);
        else this.mark(this.active > 0 ? this.active - 1 : last);
      } else if (event.key === "Enter" && option) {
        event.preventDefault();
        this.follow(option);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        this.close();
      } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
        this.mark(-1); // back in the text
      }
    }
  }

  const isTypedIn = (element) => element.isContentEditable || element.matches("input, select, textarea");

  const leadTo = (field, event) => {
    const isPlain = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
    const isOff = document.documentElement.hasAttribute("data-no-shortcut") || document.querySelector("dialog[open]");
    if (!isPlain || isOff || isTypedIn(event.target)) return;
    event.preventDefault();
    field.focus();
    field.select();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-suggest]");
    if (!form) return;
    const { field } = new Suggestions(form);
    field.setAttribute("aria-keyshortcuts", "/");
    document.addEventListener("keydown", (event) => leadTo(field, event));
  });
})();
// Share and print. Share uses the device's own sheet where there is one, else copies the address.
(() => {
  "use strict";

  const copyBySelection = (text) => {
    const field = document.createElement("textarea"); // the clipboard API is absent over plain http
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  };

  const share = async (button, status) => {
    const url = button.dataset.share || location.href.split("#")[0];
    if (navigator.share) {
      try {
        await navigator.share({ title: document.title, url });
        return;
      } catch (error) {
        if (error.name === "AbortError") return; // closed by the reader
      }
    }
    const copied = await copy(url);
    button.focus();
    status.textContent = copied ? button.dataset.copied : `${button.dataset.failed} ${url}`;
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-share]").forEach((button) => {
      const status = button.closest(".tools").querySelector("[role=status]");
      button.addEventListener("click", () => share(button, status));
      button.hidden = false;
    });
    document.querySelectorAll("[data-print]").forEach((button) => {
      button.addEventListener("click", () => window.print());
      button.hidden = false;
    });
  });
})();
// Photo viewer: a <dialog> over the photos of a page. Without this script each photo links to its large image.
// Markup: <dialog data-viewer> (templates/ui/viewer.html) and <a href="large.jpg" data-photo> within <figure>s.
(() => {
  "use strict";
  const SWIPE = 48; // px a finger travels before it counts

  const captionOf = (link) => {
    const caption = link.closest("figure")?.querySelector("figcaption")?.cloneNode(true);
    caption?.querySelector(".num")?.remove();
    return caption ? [...caption.childNodes] : [];
  };

  // A long report has several pages: its photos bear their own numbers.
  const numberOf = (link) => link.closest("figure")?.querySelector(".num")?.textContent.replace("/", " / ");

  class Viewer {
    constructor(dialog, links) {
      this.dialog = dialog;
      this.links = links;
      this.index = 0;
      this.part = (name) => dialog.querySelector(`[data-viewer-${name}]`);
      this.part("previous").addEventListener("click", () => this.step(-1));
      this.part("next").addEventListener("click", () => this.step(1));
      this.part("close").addEventListener("click", () => dialog.close());
      dialog.addEventListener("keydown", (event) => this.onKey(event));
      dialog.addEventListener("close", () => this.links[this.index].focus());
      this.listenForSwipes(this.part("stage"));
    }

    open(index) {
      this.show(index);
      this.dialog.showModal();
      this.part("close").focus();
    }

    show(index) {
      this.index = index;
      const link = this.links[index];
      const image = this.part("image");
      image.src = link.href;
      image.alt = link.querySelector("img").alt;
      this.part("caption").replaceChildren(...captionOf(link));
      this.part("count").textContent = numberOf(link) ?? `${index + 1} / ${this.links.length}`;
      this.part("previous").disabled = index === 0;
      this.part("next").disabled = index === this.links.length - 1;
      this.prefetch(index + 1);
    }

    step(by) {
      const index = this.index + by;
      if (index < 0 || index >= this.links.length) return;
      const pressed = document.activeElement;
      this.show(index);
      if (pressed.disabled) this.part("close").focus(); // a disabled button would lose the focus
    }

    prefetch(index) {
      if (index < this.links.length) new Image().src = this.links[index].href;
    }

    onKey(event) {
      if (event.key === "Tab") this.keepFocus(event);
      const last = this.links.length - 1;
      const moves = {
        ArrowLeft: () => this.step(-1),
        ArrowRight: () => this.step(1),
        Home: () => this.step(-this.index),
        End: () => this.step(last - this.index),
      };
      if (!moves[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      moves[event.key]();
    }

    keepFocus(event) {
      const buttons = [...this.dialog.querySelectorAll("button:enabled")];
      const [from, to] = event.shiftKey ? [buttons[0], buttons.at(-1)] : [buttons.at(-1), buttons[0]];
      if (document.activeElement !== from) return;
      event.preventDefault();
      to.focus();
    }

    listenForSwipes(stage) {
      let start = null;
      stage.addEventListener("touchstart", (event) => {
        start = event.touches.length === 1 ? event.touches[0] : null; // two fingers zoom
      }, { passive: true });
      stage.addEventListener("touchend", (event) => {
        if (!start) return;
        const x = event.changedTouches[0].clientX - start.clientX;
        const y = event.changedTouches[0].clientY - start.clientY;
        start = null;
        if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) this.step(x < 0 ? 1 : -1);
      });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const dialog = document.querySelector("[data-viewer]");
    const links = [...document.querySelectorAll("a[data-photo]")];
    if (!dialog?.showModal || !links.length) return;
    const viewer = new Viewer(dialog, links);
    links.forEach((link, index) => {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab was asked for
        event.preventDefault();
        viewer.open(index);
      });
    });
  });
})();
// Read aloud 朗读: the device's own voice reads the page, paragraph by paragraph, and the paragraph is marked.
// Markup: [data-reader] (templates/includes/_reader.html), buttons [data-read-start], and [data-read] around the text
// (the whole <main> where a page marks none). Pausing cancels and remembers the sentence: pause() fails on Android.
(() => {
  "use strict";
  const BLOCKS = "h1, h2, h3, p, li, dt, dd, th, td, figcaption, blockquote";
  const PIECE = 120; // characters; long utterances break off in some browsers
  const VOICES_WITHIN = 1500; // ms

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const sentencesOf = (text) => {
    const pieces = [];
    for (const sentence of text.match(/[^。！？；!?;\n]+[。！？；!?;”’」）]*/g) || []) {
      for (let at = 0; at < sentence.length; at += PIECE) pieces.push(sentence.slice(at, at + PIECE));
    }
    return pieces;
  };

  const blocksOf = (region) =>
    [...region.querySelectorAll(BLOCKS)].filter(
      (block) => !block.querySelector(BLOCKS) && block.getClientRects().length && !block.closest("nav, form, [data-read-skip]"),
    );

  const collect = () => {
    const regions = [...document.querySelectorAll("[data-read]")];
    const blocks = (regions.length ? regions : [document.querySelector("main")]).flatMap(blocksOf);
    return blocks.flatMap((block, number) =>
      sentencesOf(block.innerText.trim()).map((text) => ({ text, block, number, of: blocks.length })),
    );
  };

  const findVoice = (language) => {
    const base = language.split("-")[0].toLowerCase();
    return speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(base));
  };

  const waitForVoice = (language) =>
    new Promise((resolve) => {
      const answer = () => findVoice(language) && resolve(findVoice(language));
      answer();
      speechSynthesis.addEventListener("voiceschanged", answer, { once: true });
      setTimeout(() => resolve(findVoice(language)), VOICES_WITHIN);
    });

  class Reader {
    constructor(bar) {
      this.bar = bar;
      this.part = (name) => bar.querySelector(`[data-reader-${name}]`);
      this.pieces = [];
      this.at = 0;
      this.run = 0; // a cancelled utterance ends late; its run number says that it no longer counts
      this.part("toggle").addEventListener("click", () => (this.isPlaying ? this.pause() : this.play()));
      this.part("stop").addEventListener("click", () => this.stop());
      this.part("speed").addEventListener("change", () => this.isPlaying && this.play());
    }

    async start(opener) {
      this.opener = opener;
      this.bar.hidden = false;
      this.say("searching");
      this.voice = await waitForVoice(document.documentElement.lang);
      if (!this.voice) {
        this.say("noVoice");
        this.part("toggle").hidden = true;
        this.part("stop").focus();
        return;
      }
      this.pieces = collect();
      this.at = 0;
      this.part("toggle").focus();
      this.play();
    }

    play() {
      this.halt();
      if (!this.pieces.length) return;
      this.isPlaying = true;
      this.label();
      this.speak(this.run);
    }

    speak(run) {
      const piece = this.pieces[this.at];
      if (!piece) {
        this.stop();
        return;
      }
      const utterance = new SpeechSynthesisUtterance(piece.text);
      utterance.voice = this.voice;
      utterance.lang = this.voice.lang;
      utterance.rate = Number(this.part("speed").value);
      utterance.onend = () => run === this.run && this.next(run);
      utterance.onerror = () => run === this.run && this.pause();
      this.mark(piece);
      speechSynthesis.speak(utterance);
    }

    next(run) {
      this.at += 1;
      this.speak(run);
    }

    mark(piece) {
      if (this.marked !== piece.block) {
        this.unmark();
        this.marked = piece.block;
        piece.block.classList.add("is-reading");
        piece.block.scrollIntoView({ block: "center" });
        this.say("reading", { number: piece.number + 1, of: piece.of });
      }
    }

    unmark() {
      this.marked?.classList.remove("is-reading");
      this.marked = null;
    }

    halt() {
      this.run += 1;
      this.isPlaying = false;
      speechSynthesis.cancel();
    }

    pause() {
      this.halt();
      this.label();
      this.say("paused");
    }

    stop() {
      this.halt();
      this.unmark();
      this.bar.hidden = true;
      this.opener?.focus();
    }

    label() {
      const toggle = this.part("toggle");
      toggle.textContent = this.isPlaying ? toggle.dataset.pause : toggle.dataset.play;
    }

    say(key, values = {}) {
      this.part("status").textContent = fill(this.part("status").dataset[key], values);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const bar = document.querySelector("[data-reader]");
    if (!bar || !("speechSynthesis" in window)) return;
    const reader = new Reader(bar);
    document.querySelectorAll("[data-read-start]").forEach((button) => {
      button.addEventListener("click", () => reader.start(button));
      button.hidden = false;
    });
    addEventListener("pagehide", () => speechSynthesis.cancel());
  });
})();
