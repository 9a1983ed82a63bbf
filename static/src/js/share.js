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
