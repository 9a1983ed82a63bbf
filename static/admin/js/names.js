// Names for the stock admin's controls that have none: cells of a table of rows, the two halves of a date with time,
// and what select2 puts in a select's place.

const words = (element) => element?.textContent.trim().replace(/[:：]$/, "") ?? ""

const labelOf = (field) => words(field.labels?.[0]) || words(field.closest(".form-row, .fieldBox")?.querySelector("legend, label"))

function nameCells() {
  for (const cell of document.querySelectorAll(".tabular td[class*='field-']")) {
    const column = [...cell.classList].find((name) => name.startsWith("field-")).replace("field-", "column-")
    const heading = words(cell.closest("table").querySelector(`th.${column}`))
    for (const field of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      if (!field.labels.length && heading) field.setAttribute("aria-label", heading)
    }
  }
}

function nameHeadings() {
  for (const heading of document.querySelectorAll(".tabular th.original:empty")) {
    const text = words(heading.closest(".inline-group").querySelector("h2"))
    heading.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: text }))
  }
}

function nameDates() {
  for (const field of document.querySelectorAll(".datetime :is(.vDateField, .vTimeField)")) {
    field.setAttribute("aria-label", [labelOf(field), words(field.previousSibling)].join(" ").trim())
  }
}

function nameAutocompletes() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const name = select.getAttribute("aria-label") || labelOf(select)
    for (const part of select.nextElementSibling.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
      part.removeAttribute("aria-labelledby")
      part.setAttribute("aria-label", [name, part.title].filter(Boolean).join(" "))
    }
  }
}

function nameAll() {
  nameCells()
  nameHeadings()
  nameDates()
  nameAutocompletes()
}

// select2 is set up by the admin's own scripts when jQuery is ready; what is handed over later runs after them.
if (window.django?.jQuery) window.django.jQuery(nameAll)
else nameAll()
document.addEventListener("change", () => setTimeout(nameAutocompletes))
document.addEventListener("formset:added", () => setTimeout(nameAll))
