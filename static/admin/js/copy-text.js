// A button that copies a text box: `data-copy` holds the box's id, `data-copied` what the button says afterwards.
for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy)
  button.hidden = false
  button.addEventListener("click", async () => {
    box.select()
    try {
      await navigator.clipboard.writeText(box.value)
    } catch {
      document.execCommand("copy") // without https there is no clipboard
    }
    button.textContent = button.dataset.copied
  })
}
