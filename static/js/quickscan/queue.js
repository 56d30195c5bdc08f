// Everything that is not finished: scans and clicks (`event`) that wait for their turn, and operations (`op`)
// that have no definite answer yet. An event turns into its operation under the same id and the same key, so
// whatever happens in between, it is there exactly once.
import { nextOrder, shelf } from "./storage.js";

const items = shelf("queue");

/** A UUID; plain http from another device has no crypto.randomUUID. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Queue {
  /** @param user who is signed in: what was scanned under another name is not sent under this one. */
  constructor(user) {
    this.user = user;
  }

  add(event) {
    const item = { id: event.id, at: event.at, order: nextOrder(), user: this.user, event };
    items.put(item);
    return item;
  }

  /** Keep an operation until it is answered; it takes the place of the event it came from. */
  book(operation) {
    items.put({ ...operation, order: nextOrder(), user: this.user });
  }

  remove(id) {
    items.remove(id);
  }

  /** Operations come from events that are through, so all of them are older than any event that waits. */
  all() {
    const mine = items.all().filter((item) => item.user === this.user);
    return [...mine.filter((item) => item.op), ...mine.filter((item) => item.event)];
  }

  foreign() {
    return items.all().filter((item) => item.user !== this.user);
  }

  adopt() {
    for (const item of this.foreign()) items.put({ ...item, user: this.user });
  }
}
