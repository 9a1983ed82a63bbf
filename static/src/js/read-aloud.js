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
