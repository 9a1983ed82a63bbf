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
