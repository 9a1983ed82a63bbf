// The photo library's window: a click or Enter hands the photo to the editor that opened it; arrows move in the grid.
const grid = document.querySelector(".picker-grid")

function choose(button) {
  window.opener?.postMessage({ type: "photo-picked", photo: JSON.parse(button.dataset.choice) }, location.origin)
  window.close()
}

function move(event) {
  const buttons = [...grid.querySelectorAll("button")]
  const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key]
  const target = buttons[buttons.indexOf(document.activeElement) + step]
  if (!target) return
  event.preventDefault()
  target.focus()
}

grid?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choice]")
  if (button) choose(button)
})
grid?.addEventListener("keydown", move)
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && window.opener) window.close()
})
