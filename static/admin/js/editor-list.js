// Numbered lists count from 1 in digits: saving keeps no other numbering, so none is offered.
import { OrderedList as BaseOrderedList } from "django-prose-editor/editor"

export const OrderedList = BaseOrderedList.extend({
  addOptions() {
    return { ...this.parent?.(), enableListAttributes: false }
  },
  addAttributes: () => ({}),
  addNodeView: () => null,
})
