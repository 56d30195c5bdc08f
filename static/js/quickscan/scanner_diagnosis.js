// What is wrong with a scanner, told from what it typed for a code that is known. Without page and clock:
// diagnose(reading, samples, wanted) → {name, findings}; verdict(samples, results) → {kind, findings}.
//
// A reading: {text, ends: ["Enter"], milliseconds, hasControl}. A finding: {kind, level, values}.
const SLOW = 50; // milliseconds from key to key; the desk takes slower typing in other fields for a human's
const LEVELS = ["error", "warning", "info"];
/** All kinds of findings; the page has a sentence for each. */
export const LEVEL = {
  unread: "error", unknown: "error", usLayout: "error", germanLayout: "error", shiftLock: "error",
  noEnd: "error", tab: "error", aim: "error", stars: "error", prefix: "error", suffix: "error",
  control: "error", lost: "error", doubled: "error",
  caps: "warning", slow: "warning", twoEnds: "warning",
  upper: "info", lower: "info", umlauts: "info", unreadOptional: "info",
};

// The same keys with the American and the German layout. ´ and ^ are dead keys: the browser tells only that.
const AMERICAN = "yzYZ-_=+[{]};:'\"\\|/?<>,.@#^&*()`~";
const GERMAN = "zyZYß?´`üÜ+*öÖäÄ#'-_;:,.\"§&/()=^°";
const UNSHIFTED = "1234567890ß+#,.-<";
const SHIFTED = "!\"§$%&/()=?*';:_>";

const translate = (from, to) => (text) =>
  [...text].map((char) => to[from.indexOf(char)] ?? char).join("");
const swapCase = (text) =>
  [...text].map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join("");
const american = translate(AMERICAN, GERMAN);
const shifted = translate(UNSHIFTED + SHIFTED, SHIFTED + UNSHIFTED);

/** What a code turns into on its way, and which findings say so; the simplest explanations first. */
const WAYS = [
  [[], (text) => text],
  [["usLayout"], american],
  [["germanLayout"], translate(GERMAN, AMERICAN)],
  [["caps"], swapCase],
  [["shiftLock"], (text) => shifted(swapCase(text))],
  [["upper"], (text) => text.toUpperCase()],
  [["lower"], (text) => text.toLowerCase()],
  [["usLayout", "caps"], (text) => american(swapCase(text))],
  [["usLayout", "shiftLock"], (text) => shifted(swapCase(american(text)))],
  [["usLayout", "upper"], (text) => american(text.toUpperCase())],
];

/** How a code may be damaged, the mildest first; each answers with findings, or null when it is something else. */
const DAMAGES = [
  (typed, expected) => (typed === expected ? [] : null),
  around,
  (typed, expected) => {
    const count = expected.length - typed.length;
    return count > 0 && count <= expected.length / 2 && isPartOf(typed, expected) ? [find("lost", { count })] : null;
  },
  (typed, expected) => {
    const count = typed.length - expected.length;
    const isRepeated = count > 0 && withoutRepeats(typed) === withoutRepeats(expected);
    return isRepeated && isPartOf(expected, typed) ? [find("doubled", { count })] : null;
  },
];

/**
 * @param wanted name of the code that the person was asked to scan; any other of the samples is recognized as well.
 */
export function diagnose(reading, samples, wanted) {
  const ordered = samples.toSorted((one, other) => (other.name === wanted) - (one.name === wanted));
  const { name, findings } = recognize(reading.text, ordered);
  const isGarbled = name === "umlauts" && findings.length > 0; // no code of ours has umlauts: how does not matter
  return { name, findings: isGarbled ? [find("umlauts")] : [...findings, ...manners(reading)] };
}

function recognize(typed, samples) {
  for (const damage of DAMAGES) {
    for (const [kinds, change] of WAYS) {
      for (const { name, text } of samples) {
        const findings = damage(typed, change(text));
        if (findings) return { name, findings: [...kinds.map((kind) => find(kind)), ...findings] };
      }
    }
  }
  const [{ name }] = samples;
  return { name, findings: [find("unknown", { text: typed })] };
}

/** Signs before and after the code. */
function around(typed, expected) {
  const at = typed.indexOf(expected);
  if (at < 0) return null;
  const before = typed.slice(0, at);
  const after = typed.slice(at + expected.length);
  if (/^[*(]$/.test(before) && after === before) return [find("stars")];
  const findings = [];
  if (before) findings.push(find(/^[\]+][A-Za-z]\w$/.test(before) ? "aim" : "prefix", { signs: before }));
  if (after) findings.push(find("suffix", { signs: after }));
  return findings;
}

/** How it was typed, whatever it was. */
function manners({ text, ends, milliseconds, hasControl }) {
  const pace = text.length > 1 ? Math.round(milliseconds / (text.length - 1)) : 0;
  return [
    ends.length === 0 && find("noEnd"),
    ends[0] === "Tab" && find("tab"),
    ends.length > 1 && find("twoEnds"),
    hasControl && find("control"),
    pace > SLOW && find("slow", { pace }),
  ].filter(Boolean);
}

const find = (kind, values = {}) => ({ kind, level: LEVEL[kind], values });

/** A scanner that does not read a code at all. */
export const unread = ({ isRequired }) => [find(isRequired ? "unread" : "unreadOptional")];

/** The sum of all codes: open, good, usable or bad, and each finding once, the worst first. */
export function verdict(samples, results) {
  const once = new Map(
    Object.values(results).flatMap((findings) => findings.map((finding) => [finding.kind, finding])),
  );
  if (once.has("lower")) once.delete("caps"); // a code of capitals alone cannot tell the one from the other
  const findings = [...once.values()].sort(
    (one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level),
  );
  if (!samples.every(({ name }) => name in results)) return { kind: "open", findings };
  const worst = findings[0]?.level;
  return { kind: { error: "bad", warning: "usable" }[worst] ?? "good", findings };
}

function isPartOf(short, long) {
  let at = 0;
  for (const char of long) if (char === short[at]) at += 1;
  return at === short.length;
}

const withoutRepeats = (text) => text.replace(/(.)\1+/g, "$1");
