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
