// Reports of damage that are not sent yet. Photos are too large for where scans wait (storage.js), so these lie in
// IndexedDB; where that is switched off they stay as long as the page does.
const NAME = "scandy.desk";
const STORE = "defects";

let opened;
const memory = new Map();

function open() {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opened;
}

async function run(mode, work) {
  const database = await open();
  if (!database) return null;
  return new Promise((resolve) => {
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve({ result: request.result });
    transaction.onerror = transaction.onabort = () => resolve(null); // the disk is full
  });
}

export const box = {
  async put(report) {
    const isKept = await run("readwrite", (store) => store.put(report));
    if (!isKept) memory.set(report.id, report);
  },

  async remove(id) {
    memory.delete(id);
    await run("readwrite", (store) => store.delete(id));
  },

  async all() {
    const kept = await run("readonly", (store) => store.getAll());
    return [...(kept?.result ?? []), ...memory.values()].sort((one, other) => one.at - other.at);
  },
};
