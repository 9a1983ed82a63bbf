// The fields of an admin form as plain values, to be kept and put back: no files, no passwords, nothing hidden.

const LEFT_OUT = new Set(["file", "password", "hidden", "submit", "button", "reset", "image"])

const isKept = (field) => field.name && !LEFT_OUT.has(field.type) && !field.closest("[data-no-draft], .empty-form")

const chosen = (select) => [...select.selectedOptions].map(({ value, text }) => ({ value, text }))

function valueOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked
  if (field.options) return chosen(field)
  return field.value
}

// Radio buttons and groups of check boxes share a name, so their value is part of the key.
const keyOf = (field) => (field.type === "radio" || field.type === "checkbox" ? `${field.name}=${field.value}` : field.name)

export function readFields(form) {
  const kept = [...form.elements].filter(isKept)
  return Object.fromEntries(kept.map((field) => [keyOf(field), valueOf(field)]))
}

export function writeFields(form, values) {
  addMissingRows(form, values)
  for (const field of [...form.elements].filter(isKept)) {
    const value = values[keyOf(field)]
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(valueOf(field))) put(field, value)
  }
}

function put(field, value) {
  if (typeof value === "boolean") field.checked = value
  else if (field.options) choose(field, value)
  else field.value = value
  editorOf(field)?.commands.setContent(field.value, { emitUpdate: true })
  field.dispatchEvent(new Event("input", { bubbles: true }))
  // The admin's own widgets listen through jQuery only.
  window.django?.jQuery(field).trigger("change")
}

const editorOf = (field) => field.closest(".prose-editor")?.querySelector(".ProseMirror")?.editor

// An autocomplete holds only the option that was chosen when the page was made.
function choose(select, options) {
  const known = new Set([...select.options].map(({ value }) => value))
  for (const { value, text } of options) if (!known.has(value)) select.add(new Option(text, value))
  const wanted = new Set(options.map(({ value }) => value))
  for (const option of select.options) option.selected = wanted.has(option.value)
}

function addMissingRows(form, values) {
  for (const total of form.querySelectorAll("input[name$='-TOTAL_FORMS']")) {
    const prefix = total.name.slice(0, -"-TOTAL_FORMS".length)
    const row = new RegExp(`^${prefix}-(\\d+)-`)
    const wanted = 1 + Math.max(-1, ...Object.keys(values).map((key) => Number(row.exec(key)?.[1] ?? -1)))
    const button = form.querySelector(`#${prefix}-group .add-row a`)
    for (let have = Number(total.value); button && have < wanted; have++) button.click()
  }
}
