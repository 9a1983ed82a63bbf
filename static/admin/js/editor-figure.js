// Photos in the text: chosen from the library's window, always with a caption line, the credit marked inside it.
import {
  Caption as BaseCaption,
  Figure as BaseFigure,
  gettext,
  Image as BaseImage,
  Mark,
  Placeholder,
  Plugin,
  updateAttrsDialog,
} from "django-prose-editor/editor"

let pending = null

window.addEventListener("message", ({ data, origin, source }) => {
  if (origin !== location.origin || source !== pending?.popup || data?.type !== "photo-picked") return
  pending.use(data.photo)
  pending = null
})

function openPicker(editor, url, use) {
  const popup = window.open(url, "photo-picker", "popup,width=1000,height=760")
  if (popup) {
    pending = { popup, use }
    popup.focus()
  } else {
    const detail = gettext("The browser kept the photo window from opening; allow pop-up windows for this site.")
    editor.view.dom.dispatchEvent(new CustomEvent("prose-editor:notice", { detail, bubbles: true }))
  }
}

const imageAttributes = ({ src, alt, id }) => ({ src: src || null, alt: alt || "", file: String(id) })

function captionContent({ caption, credit }) {
  const content = []
  if (caption) content.push({ type: "text", text: credit ? `${caption} ` : caption })
  if (credit) content.push({ type: "text", text: credit, marks: [{ type: "credit" }] })
  return content
}

function insertFigure(editor, photo) {
  const image = { type: "image", attrs: imageAttributes(photo) }
  const caption = { type: "caption", content: captionContent(photo) }
  editor.chain().focus().insertContent([{ type: "figure", content: [image, caption] }, { type: "paragraph" }]).run()
}

// Where the figure begins that is selected or holds the cursor, or null.
function figurePosition({ selection }) {
  if (selection.node?.type.name === "figure") return selection.from
  const { $from } = selection
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name === "figure") return $from.before(depth)
  }
  return null
}

function setImage(editor, figure, attributes) {
  const image = editor.state.doc.nodeAt(figure + 1)
  const { tr } = editor.state
  editor.view.dispatch(tr.setNodeMarkup(figure + 1, undefined, { ...image.attrs, ...attributes }))
  editor.commands.focus()
}

async function editFigure(editor, figure, pickerUrl) {
  const { alt } = editor.state.doc.nodeAt(figure + 1).attrs
  const replace = {
    text: gettext("Choose another photo"),
    handler: (_values, form) => {
      form.closest("dialog").close()
      openPicker(editor, pickerUrl, (photo) => setImage(editor, figure, imageAttributes(photo)))
    },
  }
  const fields = { altText: { type: "string", title: gettext("What the photo shows (for those who cannot see it)") } }
  const options = { title: gettext("Photo"), submitText: gettext("Update"), actions: [replace] }
  const answer = await updateAttrsDialog(fields, options)(editor, { altText: alt })
  if (answer) setImage(editor, figure, { alt: answer.altText.trim() })
}

export const Figure = BaseFigure.extend({
  content: "image caption",
  addAttributes: () => ({}),
  addNodeView: () => null,
  addExtensions: () => [],
  addCommands() {
    const { pickerUrl } = this.options
    const editImage = () => ({ editor, state, dispatch }) => {
      const figure = figurePosition(state)
      if (!dispatch) return true
      if (figure === null) openPicker(editor, pickerUrl, (photo) => insertFigure(editor, photo))
      else editFigure(editor, figure, pickerUrl)
      return true
    }
    return { editImage, insertFigure: editImage }
  },
  // A click on the photo selects the whole figure.
  addProseMirrorPlugins() {
    const { editor } = this
    const handleClickOn = ({ state }, _at, node, position) =>
      node.type.name === "image" && editor.commands.setNodeSelection(state.doc.resolve(position).before())
    return [new Plugin({ props: { handleClickOn } })]
  },
})

// The text does not know where the picture of a photo lies that was just uploaded, is still awaited or was replaced:
// ask by its number, and while it is being made ask again.
async function showByNumber(image, address, triesLeft = 20) {
  const answer = await fetch(address)
  if (!answer.ok) return // another organisation's
  const { src, is_coming: isComing } = await answer.json()
  image.src = src
  if (isComing && triesLeft > 0) setTimeout(() => image.isConnected && showByNumber(image, address, triesLeft - 1), 3000)
}

// Never selected by itself, so that deleting the photo deletes the figure.
export const Image = BaseImage.extend({
  group: "",
  selectable: false,
  draggable: false,
  addOptions() {
    return { ...this.parent?.(), mediaUrl: "/media/", pickerUrl: "" }
  },
  addAttributes: () => ({
    src: { default: null },
    alt: { default: "" },
    file: {
      default: null,
      parseHTML: (element) => element.dataset.file,
      renderHTML: ({ file }) => (file ? { "data-file": file } : {}),
    },
  }),
  parseHTML() {
    return [{ tag: "img[data-file]" }, { tag: `img[src^="${this.options.mediaUrl}photos/"]` }]
  },
  addInputRules: () => [],
  addNodeView() {
    const { pickerUrl } = this.options
    return ({ node: { attrs } }) => {
      const dom = Object.assign(document.createElement("img"), { alt: attrs.alt })
      const askByNumber = () => attrs.file && showByNumber(dom, `${pickerUrl}${attrs.file}/`)
      if (attrs.src) {
        dom.src = attrs.src
        dom.addEventListener("error", askByNumber, { once: true })
      } else askByNumber()
      return { dom }
    }
  },
})

export const Caption = BaseCaption.extend({
  addAttributes: () => ({}),
  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => {
      const { $from } = editor.state.selection
      if ($from.parent.type.name !== "caption") return false
      const behind = $from.after($from.depth - 1)
      return editor.chain().insertContentAt(behind, { type: "paragraph" }).setTextSelection(behind + 1).run()
    },
  }),
})

export const Credit = Mark.create({
  name: "credit",
  parseHTML: () => [{ tag: "span.credit" }],
  renderHTML: () => ["span", { class: "credit" }, 0],
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "credit",
      groups: "marks",
      button: buttons.material("photo_camera"),
      hidden: (editor) => !editor.isActive("caption"),
      active: (editor) => editor.isActive("credit"),
      command: (editor) => editor.chain().focus().toggleMark("credit").run(),
    })
  },
})

export const CaptionHint = Placeholder.configure({
  includeChildren: true,
  placeholder: ({ node }) => (node.type.name === "caption" ? gettext("Caption, then the credit") : ""),
})
