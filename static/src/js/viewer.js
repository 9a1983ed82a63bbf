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
