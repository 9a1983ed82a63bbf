// Nothing typed in the admin is lost: while a form has unsaved changes they are kept in this browser, and offered when
// the form is opened again, after a crash, a closed window or a session that ended before saving.
// Loaded by `publishing.admin.editor.EditorMixin`; `draft-saved.js` removes what has been saved.
import { readFields, writeFields } from "portal/draft-fields"

const EVERY = 3000
const KEPT_FOR = 14 * 24 * 3600 * 1000
const FIRST_TOUCH = ["pointerdown", "keydown", "beforeinput", "paste", "drop"]

const { user } = document.querySelector("script[data-user][src*='draft']").dataset
const form = document.querySelector("#content-main form[id$='_form']")
const key = `draft:${user}:${location.pathname}`

let baseline = null // the form as JSON before its first change
let written = null // what the store holds, as far as this page knows
let leavingToSave = false

const now = () => JSON.stringify(readFields(form))
const isChanged = () => baseline !== null && now() !== baseline

function store(name, value) {
  try {
    if (value === null) localStorage.removeItem(name)
    else localStorage.setItem(name, value)
    return true
  } catch {
    return false // full, or switched off: the form still works
  }
}

function load(name) {
  try {
    return JSON.parse(localStorage.getItem(name))
  } catch {
    return null
  }
}

function dropOldDrafts() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith("draft:"))
  for (const name of names) if (!(load(name)?.at > Date.now() - KEPT_FOR)) store(name, null)
}

function keep() {
  const values = now()
  if (baseline === null || values === written) return
  if (values === baseline) {
    if (written !== null) store(key, null)
    written = null
  } else if (store(key, JSON.stringify({ at: Date.now(), values: JSON.parse(values) }))) {
    written = values
    status(gettext("Unsaved changes are kept in this browser (%s)."), Date.now())
  }
}

const clock = (at) => new Date(at).toLocaleString(document.documentElement.lang || "zh-hans", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" })

function status(text, at) {
  const line = form.querySelector(".draft-status") ?? form.querySelector(".submit-row")?.appendChild(make("p", "draft-status"))
  if (line) line.textContent = text.replace("%s", clock(at))
}

function make(tag, className, textContent = "") {
  return Object.assign(document.createElement(tag), { className, textContent })
}

function button(text, className, act) {
  const element = Object.assign(make("button", className, text), { type: "button" })
  element.addEventListener("click", act)
  return element
}

function offer({ at, values }) {
  const bar = make("section", "draft-bar")
  bar.setAttribute("aria-label", gettext("Unsaved changes"))
  const text = gettext("This browser holds changes of %s that were not saved.").replace("%s", clock(at))
  const restore = () => {
    bar.remove()
    writeFields(form, values)
    keep()
  }
  const discard = () => {
    bar.remove()
    store(key, null)
  }
  bar.append(
    make("p", "", text),
    button(gettext("Restore unsaved changes"), "button default", restore),
    button(gettext("Discard"), "button", discard),
  )
  form.before(bar)
}

function start() {
  dropOldDrafts()
  const draft = load(key)
  const refused = document.querySelector(".errornote") !== null
  if (draft && JSON.stringify(draft.values) !== now() && !refused) offer(draft)
  // What changes before the first touch is the page's own doing (editors and widgets setting themselves up).
  const touch = () => {
    baseline ??= refused ? "" : now()
  }
  if (refused) touch()
  for (const event of FIRST_TOUCH) document.addEventListener(event, touch, { capture: true })
  setInterval(keep, EVERY)
  document.addEventListener("visibilitychange", keep)
  form.addEventListener("submit", () => {
    keep()
    leavingToSave = true
  })
  window.addEventListener("pageshow", () => {
    leavingToSave = false
  })
  window.addEventListener("beforeunload", (event) => {
    keep()
    if (isChanged() && !leavingToSave) event.preventDefault()
  })
}

if (form) start()
