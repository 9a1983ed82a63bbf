// Keeps what is typed into the log in this tab, so that a dead spot or a sign-in in between loses nothing; the token goes
// with it: what arrived after all is not entered twice.

const form = document.querySelector("[data-patrol]")
const key = "patrol-draft"
const names = ["token", "kind", "spot", "where", "done", "handed_to"]

const read = () => Object.fromEntries(names.map((name) => [name, form.elements[name]?.value ?? ""]))

function write(words) {
  for (const name of names) {
    const field = form.elements[name]
    if (field && words[name]) field.value = words[name]
  }
}

try {
  const saved = document.querySelector(".alert-success")
  if (saved) sessionStorage.removeItem(key)
  const draft = sessionStorage.getItem(key)
  if (form.dataset.fresh && draft) write(JSON.parse(draft))
  form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(read())))
} catch {
  // no storage: the form works all the same
}
