// Tables: one dialog in the reader's language, with a header row unless one says otherwise.
import { gettext, Table as BaseTable, updateAttrsDialog } from "django-prose-editor/editor"

const count = (title) => ({ type: "number", format: "number", title, min: "1", max: "50", required: true })

const askForSize = updateAttrsDialog(
  {
    rows: count(gettext("Rows")),
    cols: count(gettext("Columns")),
    withHeaderRow: { type: "boolean", title: gettext("The first row holds headings") },
  },
  { title: gettext("Insert table"), submitText: gettext("Insert") },
)

export const Table = BaseTable.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      insertTableWithOptions: () => ({ editor }) => {
        askForSize(editor, { rows: "3", cols: "3", withHeaderRow: true }).then((answer) => {
          if (!answer) return
          const { rows, cols, withHeaderRow } = answer
          editor.chain().focus().insertTable({ rows: Number(rows), cols: Number(cols), withHeaderRow }).run()
        })
        return true
      },
    }
  },
})
