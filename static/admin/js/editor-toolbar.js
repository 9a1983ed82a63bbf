// The toolbar: named in the reader's language, one stop for the Tab key (arrows move inside it), states for screen
// readers, and a line below it where the editor's tools say what they did.
import { crel, gettext, Menu as BaseMenu } from "django-prose-editor/editor"

const LABELS = {
  heading2: gettext("Heading"),
  heading3: gettext("Subheading"),
  bold: gettext("Bold (Ctrl+B)"),
  italic: gettext("Italic (Ctrl+I)"),
  strike: gettext("Strikethrough"),
  subscript: gettext("Subscript"),
  superscript: gettext("Superscript"),
  credit: gettext("Mark as photo credit"),
  link: gettext("Link (Ctrl+K)"),
  unlink: gettext("Remove link"),
  bulletList: gettext("Bulleted list"),
  orderedList: gettext("Numbered list"),
  blockquote: gettext("Quotation"),
  horizontalRule: gettext("Dividing line"),
  figure: gettext("Photo from the library"),
  table: gettext("Insert table"),
  "table:addColumnAfter": gettext("Add a column"),
  "table:deleteColumn": gettext("Delete the column"),
  "table:addRowAfter": gettext("Add a row"),
  "table:deleteRow": gettext("Delete the row"),
  "table:mergeCells": gettext("Merge cells"),
  "table:splitCell": gettext("Split the cell"),
  "table:toggleHeaderCell": gettext("Header cell or ordinary cell"),
  "table:deleteTable": gettext("Delete the table"),
  "history:undo": gettext("Undo (Ctrl+Z)"),
  "history:redo": gettext("Redo (Ctrl+Y)"),
  fullscreen: gettext("Full screen"),
}

const TOGGLES = ["heading", "bold", "italic", "strike", "subscript", "superscript", "credit", "bulletList", "orderedList", "blockquote", "fullscreen"]

const isToggle = (button) => TOGGLES.some((name) => button.dataset.name.startsWith(name))
const isShown = (button) => !button.classList.contains("hidden")

function nameButtons(toolbar) {
  for (const button of toolbar.querySelectorAll("button[data-name]")) {
    const label = LABELS[button.dataset.name]
    if (!label) continue
    button.title = label
    button.setAttribute("aria-label", label)
  }
}

// The library shows states by class only, and never shows that of a bulleted list.
function tellStates(toolbar, editor) {
  for (const button of toolbar.querySelectorAll("button[data-name]")) {
    if (button.dataset.name === "bulletList") button.classList.toggle("active", editor.isActive("bulletList"))
    button.setAttribute("aria-disabled", String(button.classList.contains("disabled")))
    if (isToggle(button)) button.setAttribute("aria-pressed", String(button.classList.contains("active")))
  }
  keepOneTabStop(toolbar)
}

function keepOneTabStop(toolbar, wanted = toolbar.querySelector("button[tabindex='0']")) {
  const buttons = [...toolbar.querySelectorAll("button")]
  const stop = wanted && isShown(wanted) ? wanted : buttons.find(isShown)
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1
}

function moveWithArrows(toolbar, editor) {
  toolbar.addEventListener("keydown", (event) => {
    const buttons = [...toolbar.querySelectorAll("button")].filter(isShown)
    const here = buttons.indexOf(document.activeElement)
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 }[event.key]
    if (event.key === "Escape") editor.commands.focus()
    if (next === undefined || here < 0) return
    event.preventDefault()
    const target = buttons.at(next % buttons.length)
    keepOneTabStop(toolbar, target)
    target.focus()
  })
  toolbar.addEventListener("focusin", (event) => keepOneTabStop(toolbar, event.target.closest("button")))
}

function addNotices(root) {
  const notice = crel("p", { className: "prose-notice", role: "status" })
  root.append(notice)
  root.addEventListener("prose-editor:notice", (event) => {
    notice.textContent = event.detail
  })
}

// Dialogs come without a name; they show one as their heading.
function nameDialogs(root) {
  new MutationObserver(() => {
    for (const dialog of root.querySelectorAll("dialog:not([aria-label])")) {
      dialog.setAttribute("aria-label", dialog.querySelector(".prose-editor-dialog-title")?.textContent ?? "")
    }
  }).observe(root, { childList: true, subtree: true })
}

export const Menu = BaseMenu.extend({
  // Its styles are in editor.css: the page's policy allows no inline ones.
  onBeforeCreate() {
    this.editor.options.injectCSS = false
  },

  onCreate(context) {
    this.parent?.(context)
    const { editor } = this
    const toolbar = this.storage.dom
    const root = toolbar.closest(".prose-editor")
    toolbar.setAttribute("role", "toolbar")
    toolbar.setAttribute("aria-label", gettext("Formatting"))
    nameButtons(toolbar)
    tellStates(toolbar, editor)
    editor.on("transaction", () => tellStates(toolbar, editor))
    moveWithArrows(toolbar, editor)
    addNotices(root)
    nameDialogs(root)
  },
})
