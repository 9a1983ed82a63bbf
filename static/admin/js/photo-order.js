// Orders the photos of a report: by dragging, and by buttons that work with the keyboard. Each move is written into
// the position fields, which the form would send without this script too, and is said in the live region.

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function start(group) {
  const list = group.querySelector(".photo-rows");
  const status = group.querySelector('[role="status"]');
  const rows = () => [...list.children];

  function renumber() {
    rows().forEach((row, index) => {
      const input = row.querySelector(".photo-position input");
      if (input.value === String(index + 1)) return;
      input.value = index + 1;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  function say(row, sentence) {
    status.textContent = fill(sentence, {
      name: row.dataset.name,
      position: rows().indexOf(row) + 1,
      total: rows().length,
    });
  }

  function place(row, before) {
    list.insertBefore(row, before);
    renumber();
    say(row, group.dataset.moved);
  }

  function move(row, step) {
    const target = rows()[rows().indexOf(row) + step];
    if (!target) return say(row, group.dataset.edge);
    return place(row, step < 0 ? target : target.nextSibling);
  }

  function button(row, sign, label, step) {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = sign;
    element.setAttribute("aria-label", `${label}：${row.dataset.name}`);
    element.addEventListener("click", () => {
      move(row, step);
      element.focus();
    });
    return element;
  }

  // --- dragging, by the picture: text fields keep their own dragging of words ---
  let dragged = null;
  let passed = null;

  function takeUp(row) {
    const handle = row.querySelector(".photo-picture");
    handle.draggable = true;
    handle.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.id);
      event.dataTransfer.setDragImage(row, 20, 20);
      row.classList.add("dragging");
    });
    handle.addEventListener("dragend", () => {
      row.classList.remove("dragging");
      if (dragged) place(row, row.nextSibling);
      dragged = null;
      passed = null;
    });
  }

  list.addEventListener("dragover", (event) => {
    const over = event.target.closest(".photo-row");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === passed) return; // once for each row that is entered, so that rows of unlike height do not flicker
    passed = over;
    if (over === dragged) return;
    const isBelow = rows().indexOf(dragged) < rows().indexOf(over);
    list.insertBefore(dragged, isBelow ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => dragged && event.preventDefault());

  for (const row of rows()) {
    const up = button(row, "↑", group.dataset.up, -1);
    const down = button(row, "↓", group.dataset.down, 1);
    row.querySelector(".photo-moves").prepend(up, down);
    takeUp(row);
  }
  // a number typed by hand is an order too: rows follow it when the field is left
  list.addEventListener("change", (event) => {
    const row = event.target.closest(".photo-position") && event.target.closest(".photo-row");
    if (!row) return;
    const others = rows().filter((other) => other !== row);
    const wanted = Math.min(Math.max(Number(event.target.value) || 1, 1), others.length + 1);
    place(row, others[wanted - 1] || null);
  });
}

document.querySelectorAll("[data-photo-order]").forEach(start);
