// Our barcode reader at work beside the page: ZXing as WebAssembly. It gets questions {load} and {read}, each with a
// port for the answer {value} or {error}. A classic script: modules could not take the reader's own build.
const OPTIONS = {
  formats: ["Code128", "Code39", "EAN13", "EAN8", "QRCode", "DataMatrix"],
  tryHarder: true,
  maxNumberOfSymbols: 16,
};

/** Both files come from our own address; without being told, the reader would ask a foreign one. */
async function load({ script, wasm }) {
  importScripts(script);
  await ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return true;
}

let context;

async function read(bitmap) {
  const found = await ZXingWASM.readBarcodes(pixelsOf(bitmap), OPTIONS);
  return found.map(({ text, position }) => {
    const { topLeft, topRight, bottomRight, bottomLeft } = position;
    return { text, corners: [topLeft, topRight, bottomRight, bottomLeft] };
  });
}

function pixelsOf(bitmap) {
  const { width, height } = bitmap;
  if (context?.canvas.width !== width || context.canvas.height !== height) {
    context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  }
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}

addEventListener("message", async ({ data, ports: [port] }) => {
  try {
    port.postMessage({ value: await (data.load ? load(data.load) : read(data.read)) });
  } catch (error) {
    port.postMessage({ error: String(error) });
  }
});
