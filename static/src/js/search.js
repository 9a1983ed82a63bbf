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
