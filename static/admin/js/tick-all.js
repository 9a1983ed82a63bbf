// A box in the head of a table that ticks all of its rows: `data-tick-all` holds its name.
for (const table of document.querySelectorAll("table[data-tick-all]")) {
  const corner = table.tHead?.rows[0]?.cells[0]
  const boxes = [...table.tBodies[0].querySelectorAll("input[type=checkbox]")]
  if (!corner || !boxes.length) continue
  const all = Object.assign(document.createElement("input"), { type: "checkbox", checked: false })
  all.setAttribute("aria-label", table.dataset.tickAll)
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked
  })
  corner.append(all)
}
