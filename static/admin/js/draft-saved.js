// After a successful save the server names the form's address in a short-lived cookie: its draft is no longer needed.
const saved = document.cookie.split("; ").find((cookie) => cookie.startsWith("draft_saved="))

if (saved) {
  const path = decodeURIComponent(saved.slice("draft_saved=".length))
  const drafts = Object.keys(localStorage).filter((name) => name.startsWith("draft:") && name.endsWith(`:${path}`))
  for (const name of drafts) localStorage.removeItem(name)
  document.cookie = "draft_saved=; path=/admin/; max-age=0; samesite=strict"
}
