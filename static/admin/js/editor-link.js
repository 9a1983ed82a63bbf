// Links: an address and nothing else. What saving would drop is refused here, with a reason.
import { gettext, Link as BaseLink, updateAttrsDialog } from "django-prose-editor/editor"

const askForAddress = updateAttrsDialog(
  { href: { type: "string", title: gettext("Address: https://…, a page of this site (/articles/1/), mailto: or tel:") } },
  { title: gettext("Link"), submitText: gettext("Update") },
)

const ALLOWED = /^(?:https?:\/\/[^\s/?#@\\]+(?:[/?#]\S*)?|mailto:[^\s@]+@[^\s@]+|tel:\+?[\d().;=-]+|\/(?![/\\])\S*)$/i

function complete(address) {
  if (/^[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)/.test(address)) return `https://${address}`
  return address.startsWith(location.origin + "/") ? address.slice(location.origin.length) : address
}

function setLink(editor, href) {
  const chain = editor.chain().focus().extendMarkRange("link")
  if (!href) chain.unsetLink().run()
  else if (ALLOWED.test(href)) chain.setLink({ href }).run()
  else refuse(editor)
}

function refuse(editor) {
  const detail = gettext("This address was not used: only web, mail and telephone addresses and pages of this site can be linked.")
  editor.view.dom.dispatchEvent(new CustomEvent("prose-editor:notice", { detail, bubbles: true }))
}

export const Link = BaseLink.extend({
  addAttributes() {
    return { href: this.parent?.().href }
  },
  addCommands() {
    return {
      ...this.parent?.(),
      addLink: () => ({ editor }) => {
        if (editor.state.selection.empty && !editor.isActive("link")) return false
        const { href = "" } = editor.getAttributes("link")
        askForAddress(editor, { href }).then((answer) => {
          if (answer) setLink(editor, complete(answer.href.trim()))
        })
        return true
      },
    }
  },
})
