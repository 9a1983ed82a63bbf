// Narrows the people that can be ticked by name or pinyin initials, and counts those that are.

const lately = document.querySelector(".finished-lately")
if (lately) {
  const lines = [...lately.querySelectorAll("li")]
  const box = lately.querySelector("[data-filter]")
  const input = box.querySelector("input")
  const number = lately.querySelector("[data-ticked]")
  box.hidden = false

  const fits = (line, typed) => {
    if (!/^[a-z]+$/.test(typed)) return line.dataset.name.includes(typed)
    const signs = line.dataset.initials.split(" ")
    return signs.some((_sign, place) => [...typed].every((letter, n) => signs[place + n]?.includes(letter)))
  }
  const narrow = () => {
    const typed = input.value.trim().toLowerCase()
    for (const line of lines) line.hidden = Boolean(typed) && !fits(line, typed)
  }
  const count = () => {
    const ticked = lately.querySelectorAll("input:checked").length
    number.textContent = ticked ? ` ✓ ${ticked}` : ""
  }
  input.addEventListener("input", narrow)
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    lines.find((line) => !line.hidden)?.querySelector("input").click()
    input.select()
  })
  lately.addEventListener("change", count)
  count()
}
