// Passkeys on the account pages: hides what this browser cannot do, and says when a key was refused.
(() => {
  "use strict";

  document.addEventListener("allauth.error", () => {
    document.querySelectorAll("[data-passkey-failed]").forEach((sentence) => {
      sentence.hidden = false;
    });
  });

  document.addEventListener("DOMContentLoaded", () => {
    const isPossible = "PublicKeyCredential" in window;
    document.querySelectorAll("[data-passkey]").forEach((button) => {
      button.hidden = !isPossible;
    });
  });
})();
