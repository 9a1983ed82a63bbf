// Working without a mouse: the editor has a name, Esc then Tab always leaves it, Alt+F10 goes to its toolbar.
import { Extension, gettext, Plugin } from "django-prose-editor/editor"

function nameAfterField(dom) {
  const textarea = dom.closest(".prose-editor").querySelector("textarea")
  const label = textarea.labels[0]
  if (label) {
    label.id ||= `${textarea.id}_label`
    dom.setAttribute("aria-labelledby", label.id)
    label.addEventListener("click", () => dom.focus())
  }
  dom.setAttribute("aria-multiline", "true")
  const helps = [textarea.getAttribute("aria-describedby"), addHint(dom, textarea.id)]
  dom.setAttribute("aria-describedby", helps.filter(Boolean).join(" "))
}

function addHint(dom, id) {
  const hint = document.createElement("p")
  hint.id = `${id}_keys`
  hint.className = "prose-hint"
  hint.textContent = gettext("Alt+F10: toolbar. Esc, then Tab: leave the editor.")
  dom.closest(".prose-editor").append(hint)
  return hint.id
}

// Tab indents lists and moves through tables; after Esc it is the browser's again, so nobody is caught inside.
function leaveAfterEscape() {
  let leaving = false
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (_view, event) => {
          if (event.key === "Shift") return false
          const leaves = leaving && event.key === "Tab"
          leaving = event.key === "Escape"
          return leaves
        },
      },
    },
  })
}

export const Keyboard = Extension.create({
  name: "keyboard",
  priority: 1000,

  onCreate() {
    nameAfterField(this.editor.view.dom)
  },

  addKeyboardShortcuts: () => ({
    "Alt-F10": ({ editor }) => {
      editor.view.dom.closest(".prose-editor").querySelector("[role=toolbar] button[tabindex='0']").focus()
      return true
    },
  }),

  addProseMirrorPlugins: () => [leaveAfterEscape()],
})
