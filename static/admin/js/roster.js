// The roster by keyboard and thumb. Every mark is sent by itself, again and again until it is there; what is not sent
// yet outlives a reload of the page. Without this script the form has one button that saves all.

const STATES = { l: "leave", a: "absent", o: "observer" }
const AGAIN = 3000

// --- what fits what was typed ---
function fits(line, typed) {
  if (line.dataset.name.includes(typed)) return true
  if (!/^[a-z]+$/i.test(typed)) return false
  const signs = line.dataset.letters.split(" ")
  const wanted = [...typed.toLowerCase()]
  return signs.some((_, at) => wanted.every((letter, n) => signs[at + n]?.includes(letter)))
}

// "12", "12l", "zxm", "zxm a": who is meant, and the state
function read(typed) {
  const byCode = typed.match(/^(\d{1,5})\s*([lao]?)$/i)
  if (byCode) return { code: String(Number(byCode[1])), state: STATES[byCode[2].toLowerCase()] ?? "present" }
  const byName = typed.match(/^(.*?)(?:\s+([lao]))?$/i)
  return { words: byName[1], state: STATES[byName[2]?.toLowerCase()] ?? "present" }
}

// --- marks on their way ---
class Outbox {
  constructor(url, token, { tell, changed }) {
    Object.assign(this, { url, token, tell, changed, sending: null, timer: 0, place: `roster:${url}` })
    this.waiting = new Map(Object.entries(JSON.parse(sessionStorage.getItem(this.place) ?? "{}")))
  }

  put(code, state) {
    this.waiting.set(code, state)
    this.keep()
    this.soon(300)
  }

  keep() {
    this.changed(this.waiting.size)
    if (this.waiting.size) sessionStorage.setItem(this.place, JSON.stringify(Object.fromEntries(this.waiting)))
    else sessionStorage.removeItem(this.place)
  }

  soon(milliseconds) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.send(), milliseconds)
  }

  // one request at a time; resolves when it is answered
  send() {
    if (!this.sending && this.waiting.size) {
      this.sending = this.post(new Map(this.waiting)).finally(() => {
        this.sending = null
        if (this.waiting.size) this.soon(AGAIN)
      })
    }
    return this.sending ?? Promise.resolve()
  }

  async post(batch) {
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify(Object.fromEntries(batch)),
        redirect: "manual",
      })
      if (answer.type === "opaqueredirect" || answer.status === 403) return this.tell("signedOut", this.waiting.size)
      if (!answer.ok) throw new Error(answer.status)
      for (const [code, state] of batch) if (this.waiting.get(code) === state) this.waiting.delete(code)
      this.keep()
      this.tell(this.waiting.size ? "waiting" : "saved", this.waiting.size, await answer.json())
    } catch {
      this.tell("waiting", this.waiting.size)
    }
  }
}

// --- the screen ---
const box = document.querySelector("[data-roster]")
if (box) start(box)

function start(box) {
  const form = document.querySelector("#marks")
  const list = form.querySelector("ol")
  const input = box.querySelector("#quick")
  const status = box.querySelector("[data-status]")
  const undo = box.querySelector("[data-undo]")
  const asGuest = box.querySelector("[data-add-guest]")
  const openOnly = box.querySelector("[data-open-only]")
  const done = [] // [code, the state before]
  let chosen = null

  const lines = () => [...list.children]
  const lineOf = (code) => list.querySelector(`li[data-code="${code}"]`)
  const stateOf = (line) => line.querySelector("input:checked")?.value ?? ""
  const say = (text) => (status.textContent = text)
  const sentence = (name, value) => box.dataset[name].replace("{n}", value)

  function tell(what, number, answer) {
    box.classList.toggle("unsaved", what !== "saved")
    const elsewhere = Object.entries(answer?.names ?? {}).filter(([code]) => !lineOf(code))
    if (answer?.unknown?.length) say(sentence("noLine", answer.unknown.join("、")))
    else if (elsewhere.length) say(`${elsewhere.map((line) => line.join(" ")).join("、")} · ${box.dataset.saved}`)
    else if (what === "saved") say([status.dataset.last, box.dataset.saved].filter(Boolean).join(" · "))
    else say(sentence(what, number))
  }
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value
  const outbox = new Outbox(box.dataset.url, token, {
    tell,
    changed: (number) => box.toggleAttribute("data-unsent", number > 0),
  })

  // counts go by what changes: of a long roster only a part is here
  const counts = Object.fromEntries([...document.querySelectorAll("[data-count]")].map((b) => [b.dataset.count, b]))
  for (const shown of Object.values(counts)) shown.textContent ||= "0"
  const count = (before, after) => {
    counts[before].textContent = Number(counts[before].textContent) - 1
    counts[after].textContent = Number(counts[after].textContent) + 1
  }

  function show(line, state) {
    const radio = line.querySelector(`input[value="${state}"]`)
    if (radio) radio.checked = true
    else for (const each of line.querySelectorAll("input")) each.checked = false
    line.dataset.now = state
    return radio?.nextElementSibling.textContent ?? ""
  }

  function mark(line, state, { remember = true } = {}) {
    const before = line.dataset.now
    if (remember) done.push([line.dataset.code, before])
    undo.disabled = !done.length
    const label = show(line, state)
    if (before !== state) count(before, state)
    outbox.put(line.dataset.code, state)
    status.dataset.last = label ? `${line.dataset.code} ${line.dataset.name} ${label}` : box.dataset.takenBack
    say(status.dataset.last)
    for (const each of list.querySelectorAll(".last")) each.classList.remove("last")
    line.classList.add("last")
  }

  function choose(line) {
    chosen?.classList.remove("chosen")
    chosen = line
    chosen?.classList.add("chosen")
    chosen?.scrollIntoView({ block: "nearest" })
  }

  let shownFor = ""
  function narrow({ anew = false } = {}) {
    const words = read(input.value.trim()).words ?? ""
    if (words === shownFor && !anew) return
    shownFor = words
    let first = null
    for (const line of lines()) {
      line.hidden = (words && !fits(line, words)) || (openOnly.checked && !words && line.dataset.now !== "")
      if (words && !line.hidden) first ??= line
    }
    choose(first)
    const isName = /[^\x00-\x7f]/.test(words)
    asGuest.hidden = !isName || Boolean(first)
    if (words && !first) say(sentence(isName ? "none" : "nobody", words))
  }

  function step(by) {
    const shown = lines().filter((line) => !line.hidden)
    const at = shown.indexOf(chosen)
    choose(shown[Math.min(Math.max(at + by, 0), shown.length - 1)] ?? null)
  }

  function enter() {
    const { code, words, state } = read(input.value.trim())
    const line = code ? lineOf(code) : chosen
    if (line) {
      mark(line, state)
      line.scrollIntoView({ block: "nearest" })
    } else if (code) {
      outbox.put(code, state) // of a long roster it may stand on another page: the answer says so
      status.dataset.last = ""
    } else return
    input.value = ""
    narrow()
  }

  function takeBack() {
    const [code, state] = done.pop() ?? []
    if (code && lineOf(code)) mark(lineOf(code), state, { remember: false })
    undo.disabled = !done.length
    input.focus()
  }

  const keys = {
    Enter: enter,
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Escape: () => {
      input.value = ""
      narrow()
    },
  }
  input.addEventListener("input", () => narrow())
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key]) return
    event.preventDefault()
    keys[event.key]()
  })
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "z" || event.target.matches("input[type=text]:not(#quick)")) return
    event.preventDefault()
    takeBack()
  })
  list.addEventListener("change", (event) => mark(event.target.closest("li"), event.target.value))
  undo.addEventListener("click", takeBack)
  openOnly.addEventListener("change", () => narrow({ anew: true }))
  window.addEventListener("online", () => outbox.soon(0))
  window.addEventListener("beforeunload", (event) => outbox.waiting.size && event.preventDefault())

  for (const line of lines()) line.dataset.now = stateOf(line)
  for (const [code, state] of outbox.waiting) if (lineOf(code)) show(lineOf(code), state)
  if (outbox.waiting.size) outbox.soon(0)

  // pages that change the roster wait for what is on its way
  for (const other of document.querySelectorAll("#content-main form[method=post]:not(#marks, [data-guest])")) {
    other.addEventListener("submit", async (event) => {
      if (!outbox.waiting.size) return
      event.preventDefault()
      await outbox.sending
      await outbox.send()
      if (!outbox.waiting.size) other.submit()
    })
  }

  guests(asGuest, input, say, (html, said) => {
    list.insertAdjacentHTML("beforeend", html)
    const line = list.lastElementChild
    const there = lineOf(line.dataset.code)
    if (there === line) {
      line.dataset.now = ""
      counts[""].textContent = Number(counts[""].textContent) + 1
    } else line.remove()
    const state = there.dataset.now
    show(there, "present")
    if (state !== "present") count(state, "present")
    there.scrollIntoView({ block: "nearest" })
    input.value = ""
    narrow()
    input.focus()
    say(said)
  })
  form.querySelector("[data-plain]").hidden = true
  box.hidden = false
  input.focus({ preventScroll: true })
}

// --- guests are added in place ---
function guests(asGuest, input, say, added) {
  const form = document.querySelector("form[data-guest]")
  const place = form.querySelector("[data-guest-form]")
  const empty = place.innerHTML
  const name = () => place.querySelector("[name=guest-name]")

  asGuest.addEventListener("click", () => {
    name().value = read(input.value.trim()).words
    name().scrollIntoView({ block: "center" })
    place.querySelector("[name=guest-unit]").focus()
  })
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    const data = new FormData(form, event.submitter)
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } })
      if (!answer.ok || answer.redirected) throw new Error(answer.status)
      const { line, said, form: again } = await answer.json()
      place.innerHTML = again ?? empty
      if (line) added(line, said)
      else (place.querySelector(".errors input, [role=alert] button") ?? name()).focus()
    } catch {
      form.submit() // the page says what is wrong; what was typed goes along
    }
  })
}
