// When what the camera sees is a scan: two pictures agree on it, and it was not in the picture just before.
// A code that stays in front of the camera is read once, however long it stays; else a tool would be lent
// and taken back again while somebody holds it there.
const GONE_AFTER = 2_000; // milliseconds; shorter gaps are a shaking hand or a reflection

export class Sightings {
  #nearest = null;
  #seenAt = new Map(); // code that was read → when it was in the picture last; without those that are gone

  /**
   * One picture.
   * @param codes all that are in it, the one nearest to the middle first: that one is meant.
   * @returns what was scanned, or null.
   */
  see(codes, now) {
    for (const [code, at] of this.#seenAt) if (now - at >= GONE_AFTER) this.#seenAt.delete(code);
    for (const code of codes) if (this.#seenAt.has(code)) this.#seenAt.set(code, now);
    const [nearest = null] = codes;
    const isSure = nearest !== null && nearest === this.#nearest;
    this.#nearest = nearest;
    if (!isSure || this.#seenAt.has(nearest)) return null;
    this.#seenAt.set(nearest, now);
    return nearest;
  }
}
