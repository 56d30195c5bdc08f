// Builds what the browser gets from npm packages: styles, the icon sprite, the typeface, htmx and the barcode reader.
// Everything it writes under static/ is committed, so an installation needs no node;
// scripts/css_fresh.py records the sources and proves later that nobody forgot to build.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const inRoot = (path) => resolve(root, path);
const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: "inherit" });

function copy(from, to) {
  mkdirSync(dirname(inRoot(to)), { recursive: true });
  copyFileSync(inRoot(`node_modules/${from}`), inRoot(to));
}

function symbol(name) {
  const svg = readFileSync(inRoot(`node_modules/lucide-static/icons/${name}.svg`), "utf8");
  const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
}

function buildSprite() {
  const names = readFileSync(inRoot("assets/icons.txt"), "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"));
  const head = "<!-- Icons by Lucide (lucide.dev), ISC License -->";
  const symbols = [...new Set(names)].sort().map(symbol).join("\n");
  writeFileSync(
    inRoot("static/icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">${head}\n${symbols}\n</svg>\n`,
  );
}

/** The npm package carries its own license, not that of the C++ library inside the .wasm file. */
function copyBarcodeReader() {
  copy("zxing-wasm/dist/iife/reader/index.js", "static/vendor/zxing.js");
  copy("zxing-wasm/dist/reader/zxing_reader.wasm", "static/vendor/zxing_reader.wasm");
  const licenses = ["node_modules/zxing-wasm/LICENSE", "assets/licenses/zxing-cpp.txt"];
  const texts = licenses.map((path) => readFileSync(inRoot(path), "utf8").trim());
  writeFileSync(inRoot("static/vendor/zxing.LICENSE.txt"), `${texts.join("\n\n---\n\n")}\n`);
}

const font = "@fontsource-variable/atkinson-hyperlegible-next";
for (const subset of ["latin", "latin-ext"]) {
  copy(
    `${font}/files/atkinson-hyperlegible-next-${subset}-wght-normal.woff2`,
    `static/fonts/atkinson-${subset}.woff2`,
  );
}
copy(`${font}/LICENSE`, "static/fonts/LICENSE.txt");
copy("htmx.org/dist/htmx.min.js", "static/vendor/htmx.min.js");
copyBarcodeReader();
buildSprite();
copyFileSync(inRoot("assets/css/media.css"), inRoot("static/dist/media.css")); // the back office needs it alone
run(
  inRoot("node_modules/.bin/tailwindcss"),
  ...["--input", "assets/css/scandy.css", "--output", "static/dist/scandy.css", "--minify"],
);
run("python3", "scripts/css_fresh.py", "--write");
