// Pasting from Word and web pages: text and structure come along, other people's pictures do not, and we say so.
import { Extension, gettext, Plugin } from "django-prose-editor/editor"

const tell = (view, detail) => view.dom.dispatchEvent(new CustomEvent("prose-editor:notice", { detail, bubbles: true }))

const picturesLeftOut = () => gettext("Pictures were left out: put them into the photo library with the photo button, so that they have a caption and a credit.")

const holdsPictures = (transfer) => [...(transfer?.files ?? [])].some((file) => file.type.startsWith("image/"))

// Word writes its comments, namespaced tags and style sheets into what it copies.
function withoutOfficeMarkup(html) {
  return html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(style|xml|script)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<\/?[a-z]+:[^>]*>/gi, "")
    .replace(/\s(?:style|class|lang|width|height)=(?:"[^"]*"|'[^']*'|[^\s>]+)(?=[^<>]*>)/gi, (attribute) =>
      /class=["']?credit\b/.test(attribute) ? attribute : "",
    )
}

export const Paste = Extension.create({
  name: "wordPaste",

  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        transformPastedHTML: (html, view) => {
          if (/<img\b(?![^>]*data-file)/i.test(html)) tell(view, picturesLeftOut())
          return withoutOfficeMarkup(html)
        },
        handlePaste: (view, event) => {
          const onlyPictures = holdsPictures(event.clipboardData) && !event.clipboardData.getData("text/html")
          if (onlyPictures) tell(view, picturesLeftOut())
          return onlyPictures
        },
        handleDrop: (view, event) => {
          const pictures = holdsPictures(event.dataTransfer)
          if (pictures) {
            event.preventDefault()
            tell(view, picturesLeftOut())
          }
          return pictures
        },
      },
    }),
  ],
})
