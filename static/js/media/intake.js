// How files come in beside the button: dropped onto a place, pasted from the clipboard.

const carriesFiles = ({ dataTransfer }) => [...(dataTransfer?.types ?? [])].includes("Files");

/** Let files be dropped onto the zone; while some are dragged over the page it shows itself. */
export function dropZone(zone, take) {
  let depth = 0; // dragenter and dragleave come for each element on the way
  const show = () => zone.classList.toggle("is-drop-target", depth > 0);
  document.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    depth += 1;
    show();
  });
  document.addEventListener("dragleave", (event) => {
    if (!carriesFiles(event)) return;
    depth = Math.max(0, depth - 1);
    show();
  });
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault(); // beside the zone too: the browser would leave the page for the file
    const isOver = zone.contains(event.target);
    event.dataTransfer.dropEffect = isOver ? "copy" : "none";
    zone.classList.toggle("is-dropping", isOver);
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    show();
    zone.classList.remove("is-dropping");
    if (zone.contains(event.target)) take(filesOf(event.dataTransfer));
  });
}

/** A folder looks like a file and cannot be read. */
function filesOf({ items, files }) {
  const isFolder = (item) => item.webkitGetAsEntry?.()?.isDirectory;
  const folders = new Set([...items].filter(isFolder).map((item) => item.getAsFile()?.name));
  return [...files].filter((file) => !folders.has(file.name));
}

/** The files of a paste; text goes where it is pasted. */
export function pasted({ clipboardData, target }) {
  const files = [...(clipboardData?.files ?? [])];
  const hasText = clipboardData?.types.includes("text/plain");
  const isField = target.matches?.("input, textarea, [contenteditable]");
  return isField && hasText ? [] : files;
}

/** Browsers call every picture of the clipboard "image.png". */
export function pastedName(file, word) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const time = new Date().toLocaleString("sv").replaceAll(":", "-");
  return new File([file], `${word} ${time}.${file.name.split(".").pop()}`, { type: file.type });
}
