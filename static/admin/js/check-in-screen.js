// The screen for checking in: counts the seconds down, and fetches itself anew every five seconds and for new digits.
const place = document.querySelector("[data-again]")
const EVERY = 5

async function fetchAgain() {
  try {
    const answer = await fetch(place.dataset.again, { headers: { Accept: "text/html" } })
    if (answer.ok && !answer.redirected) place.innerHTML = await answer.text()
  } catch {
    // no network for a moment: the next tick tries again
  }
}

if (place) {
  let tick = 0
  setInterval(() => {
    tick += 1
    const open = place.querySelector("[data-seconds]")
    const left = open ? Number(open.dataset.seconds) - 1 : EVERY
    if (open) {
      open.dataset.seconds = Math.max(left, 0)
      open.querySelector("[data-count]").textContent = Math.max(left, 0)
    }
    if (left <= 0 || tick % EVERY === 0) fetchAgain()
  }, 1000)
}
