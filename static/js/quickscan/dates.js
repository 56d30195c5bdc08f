// Days and times as the desk shows them: Berlin's, as on the server, whatever the computer at the counter believes.
const BERLIN = { timeZone: "Europe/Berlin" };
const isoDay = new Intl.DateTimeFormat("sv-SE", BERLIN); // Swedes write dates as ISO does
const hourMinute = new Intl.DateTimeFormat("de-DE", { ...BERLIN, hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat("de-DE", { timeZone: "UTC", weekday: "short" });

const noon = (day) => new Date(`${day}T12:00:00Z`);

/** The day ("2026-12-07") in which a moment lies. */
export const dayOf = (moment) => isoDay.format(new Date(moment));

/** "10:42" */
export const timeOf = (moment) => hourMinute.format(new Date(moment));

export function addDays(day, count) {
  const moved = noon(day);
  moved.setUTCDate(moved.getUTCDate() + count);
  return moved.toISOString().slice(0, 10);
}

export const daysBetween = (from, to) => Math.round((noon(to) - noon(from)) / 86_400_000);

/** "07.12." */
export const shortDay = (day) => `${day.slice(8, 10)}.${day.slice(5, 7)}.`;

/** "Mo 07.12." */
export const dayName = (day) => `${weekday.format(noon(day)).replace(".", "")} ${shortDay(day)}`;
