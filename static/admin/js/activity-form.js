// The form of an activity: shows what depends on a box once it is ticked, and fills in times that follow from the
// beginning. Without script everything is shown, and the server fills in the end.

const field = (id) => document.getElementById(`id_${id}`)
const pad = (number) => String(number).padStart(2, "0")
const dayOf = (date) => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`

// --- what depends on a box ---
const DEPENDING = {
  takes_sign_ups: {
    rows: ["seats", "min_people", "basis", "sign_up_opens_at", "sign_up_closes_at", "cancel_until", "question", "age_min", "check_in"],
    groups: ["pools"],
  },
  is_hazardous: { rows: ["insurance_number"], groups: [] },
}

function isTyped(element) {
  return [...element.querySelectorAll("input, select, textarea")].some(
    (input) => !["hidden", "checkbox"].includes(input.type) && input.value && !input.closest(".empty-form") && input.tagName !== "SELECT",
  )
}

// Two fields may share a row; where one of them is the box itself, only the other one depends on it.
function rowOf(name, box) {
  const places = document.querySelectorAll(`.form-row.field-${name}, .fieldBox.field-${name}`)
  return [...places].find((place) => !place.contains(box))
}

function follow(box, { rows, groups }) {
  const parts = [
    ...rows.map((name) => rowOf(name, box)),
    ...groups.map((name) => document.getElementById(`${name}-group`)),
  ].filter(Boolean)
  const show = () => {
    for (const part of parts) part.hidden = !box.checked && !isTyped(part) && !part.querySelector(".errorlist")
  }
  box.addEventListener("change", show)
  show()
}

for (const [name, parts] of Object.entries(DEPENDING)) {
  const box = field(name)
  if (box?.type === "checkbox") follow(box, parts)
}

// --- times that follow from the beginning ---
const own = new Set() // what the person typed stays

function moment(name) {
  const [day, hour] = [field(`${name}_0`), field(`${name}_1`)]
  return day && hour ? { day, hour, isEmpty: !day.value && !hour.value } : null
}

function put(name, date) {
  const target = moment(name)
  if (!target || own.has(name)) return
  target.day.value = dayOf(date)
  target.hour.value = `${pad(date.getHours())}:${pad(date.getMinutes())}`
}

function fillIn() {
  const start = moment("starts_at")
  const begins = new Date(`${start.day.value}T${start.hour.value}`)
  if (Number.isNaN(begins.getTime())) return
  put("ends_at", new Date(begins.getTime() + 2 * 3600 * 1000))
  if (!field("takes_sign_ups")?.checked) return
  const evening = new Date(begins)
  evening.setDate(evening.getDate() - 1)
  evening.setHours(18, 0, 0, 0)
  put("sign_up_closes_at", evening)
}

const start = moment("starts_at")
if (start) {
  const isNew = location.pathname.endsWith("/add/")
  for (const name of ["ends_at", "sign_up_closes_at"]) {
    const { day, hour, isEmpty } = moment(name) ?? { isEmpty: true }
    if (!isNew || (!isEmpty && document.querySelector(".errornote"))) own.add(name)
    for (const input of [day, hour].filter(Boolean)) input.addEventListener("change", () => own.add(name))
  }
  for (const input of [start.day, start.hour]) input.addEventListener("change", fillIn)
}
