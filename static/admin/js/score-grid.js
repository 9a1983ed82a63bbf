/* Keys of a table of scores: Enter and ↓ go down, ↑ goes up, at the foot of a column the next one begins; Ctrl+Enter saves. */

const boxes = (table) => [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input[type=text]")]);

function step(table, box, by) {
  const rows = boxes(table);
  const down = rows.findIndex((row) => row.includes(box));
  const across = rows[down].indexOf(box);
  const place = across * rows.length + down + by;
  return rows[place % rows.length]?.[Math.floor(place / rows.length)];
}

for (const table of document.querySelectorAll("[data-score-grid]")) {
  table.addEventListener("keydown", (event) => {
    if (!event.target.matches("input[type=text]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return event.target.form.requestSubmit();
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.isComposing) return;
    event.preventDefault();
    const next = step(table, event.target, by);
    next?.focus();
    next?.select();
  });
}
