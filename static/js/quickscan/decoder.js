// Finds barcodes in pictures: the browser's own reader where it has one for all our kinds, else ours, which works
// beside the page, in a worker, so that typing stays quick meanwhile.
const KINDS = ["code_128", "code_39", "ean_13", "ean_8", "qr_code", "data_matrix"];

export class Decoder {
  #loading = null;

  /** @param urls of our reader: decoderWorker, decoderScript and decoderWasm. */
  constructor(urls) {
    this.urls = urls;
  }

  /** A failed try is not remembered: the next one starts anew. */
  load() {
    this.#loading ??= this.#choose();
    this.#loading.catch(() => (this.#loading = null));
    return this.#loading;
  }

  /** The texts in a picture, which is used up; the nearest to its middle first. */
  async read(bitmap) {
    const reader = await this.load();
    const { width, height } = bitmap;
    const codes = await reader(bitmap);
    const distance = ({ x, y }) => Math.hypot(x - width / 2, y - height / 2);
    const ordered = codes.toSorted((one, other) => distance(one) - distance(other));
    return ordered.map(({ text }) => text);
  }

  async #choose() {
    return (await browsersReader()) ?? ownReader(this.urls);
  }
}

/** Null when the browser has none, or one that lacks a kind of code or does not work. */
async function browsersReader() {
  try {
    const known = await BarcodeDetector.getSupportedFormats();
    if (!KINDS.every((kind) => known.includes(kind))) return null;
    const detector = new BarcodeDetector({ formats: KINDS });
    await detector.detect(new ImageData(8, 8));
    return async (bitmap) => {
      const found = await detector.detect(bitmap);
      bitmap.close();
      return found.map(({ rawValue, cornerPoints }) => ({ text: rawValue, ...middle(cornerPoints) }));
    };
  } catch {
    return null;
  }
}

async function ownReader({ decoderWorker, decoderScript, decoderWasm }) {
  const worker = new Worker(decoderWorker);
  const ask = (question, transfer = []) =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      worker.onerror = () => reject(new Error("The worker cannot be loaded."));
      port1.onmessage = ({ data }) => {
        port1.close();
        if (data.error) reject(new Error(data.error));
        else resolve(data.value);
      };
      worker.postMessage(question, [port2, ...transfer]);
    });
  try {
    await ask({ load: { script: decoderScript, wasm: decoderWasm } });
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return async (bitmap) => {
    const found = await ask({ read: bitmap }, [bitmap]);
    return found.map(({ text, corners }) => ({ text, ...middle(corners) }));
  };
}

function middle(points) {
  const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return { x: mean("x"), y: mean("y") };
}
