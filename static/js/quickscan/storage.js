// What must survive a reload, a crash or a dead battery: localStorage, one key per entry, so that two
// windows never overwrite each other's lists.
const PREFIX = "scandy.desk.1.";

class Memory {
  #values = new Map();
  get length() {
    return this.#values.size;
  }
  key(index) {
    return [...this.#values.keys()][index];
  }
  getItem(key) {
    return this.#values.get(key) ?? null;
  }
  setItem(key, value) {
    this.#values.set(key, value);
  }
  removeItem(key) {
    this.#values.delete(key);
  }
}

function open() {
  try {
    localStorage.setItem(`${PREFIX}test`, "");
    localStorage.removeItem(`${PREFIX}test`);
    return localStorage;
  } catch {
    return new Memory(); // switched off or full: the page says so (isDurable)
  }
}

const store = open();
export const isDurable = !(store instanceof Memory);
export const keyOf = (name) => PREFIX + name;

export function load(name, fallback = null) {
  const text = store.getItem(keyOf(name));
  return text === null ? fallback : JSON.parse(text);
}

export function save(name, value) {
  store.setItem(keyOf(name), JSON.stringify(value));
}

export function forget(name) {
  store.removeItem(keyOf(name));
}

/** A collection of entries with `id` and `order`. */
export function shelf(name) {
  const start = `${name}.`;
  return {
    put: (entry) => save(start + entry.id, entry),
    get: (id) => load(start + id),
    remove: (id) => forget(start + id),
    all() {
      const keys = Array.from({ length: store.length }, (_, index) => store.key(index));
      return keys
        .filter((key) => key.startsWith(PREFIX + start))
        .map((key) => JSON.parse(store.getItem(key)))
        .sort((one, other) => one.order - other.order);
    },
  };
}

/** A number greater than all before it, also when somebody sets the clock back. */
export function nextOrder() {
  const order = Math.max(load("order", 0) + 1, Date.now() * 1000);
  save("order", order);
  return order;
}
