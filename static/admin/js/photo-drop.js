// Makes a drop zone of `<input type="file" multiple data-photo-drop="largest size in bytes">`.
// Files are only ever set on the input itself: the form is sent as it would be without this script.

const MEGABYTE = 1024 * 1024;

function zoneAround(input) {
  const zone = document.createElement("div");
  const hint = document.createElement("p");
  const chosen = document.createElement("p");
  const list = document.createElement("ul");
  zone.className = "drop-zone";
  hint.textContent = input.dataset.hint;
  chosen.setAttribute("role", "status");
  input.before(zone);
  zone.append(hint, input, chosen, list);
  return { zone, chosen, list };
}

function describe(input, { chosen, list }) {
  const files = [...input.files];
  const size = files.reduce((sum, file) => sum + file.size, 0) / MEGABYTE;
  chosen.textContent = files.length
    ? input.dataset.chosen.replace("{count}", files.length).replace("{size}", size.toFixed(1))
    : "";
  list.replaceChildren(...files.map((file) => line(file, input)));
}

function line(file, input) {
  const item = document.createElement("li");
  const isTooBig = file.size > Number(input.dataset.photoDrop);
  item.textContent = isTooBig ? `${file.name}：${input.dataset.tooBig}` : file.name;
  item.classList.toggle("too-big", isTooBig);
  return item;
}

// A second drop adds to the first; the same file is not taken twice.
function add(input, files) {
  const all = new DataTransfer();
  const seen = new Set();
  for (const file of [...input.files, ...files]) {
    const key = `${file.name}|${file.size}|${file.lastModified}`;
    if (!seen.has(key)) all.items.add(file);
    seen.add(key);
  }
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function attach(input) {
  const parts = zoneAround(input);
  const { zone } = parts;
  input.addEventListener("change", () => describe(input, parts));
  zone.addEventListener("click", (event) => {
    if (event.target !== input) input.click();
  });
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    add(input, event.dataTransfer.files);
  });
}

document.querySelectorAll("input[data-photo-drop]").forEach(attach);
