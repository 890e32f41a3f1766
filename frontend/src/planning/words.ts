// The words of the workbench in the language of the page; the server sends them beside the English ones.
let known: Record<string, string> = {};

export function setWords(words: Record<string, string>): void {
  known = words;
}

/** Marks words that are said later, so that they are gathered for translation. */
export const w = (text: string): string => text;

/** A sentence in the language of the page, its {facts} put in. */
export function t(text: string, facts: Record<string, unknown> = {}): string {
  return (known[text] ?? text).replace(/\{(\w+)\}/g, (whole, name: string) => (name in facts ? String(facts[name]) : whole));
}

const locale = () => document.documentElement.lang || "zh-CN";

const formats = new Map<string, Intl.NumberFormat>(); // making one takes longer than all that a frame writes

export function number(value: number, places = 0): string {
  const name = `${locale()} ${places}`;
  let format = formats.get(name);
  if (!format) formats.set(name, (format = new Intl.NumberFormat(locale(), { maximumFractionDigits: places, minimumFractionDigits: places })));
  return format.format(value);
}

export const signed = (value: number): string =>
  value ? `${value > 0 ? "+" : "−"}${number(Math.abs(value))}` : "0";

export const percent = (share: number, places = 1): string => `${number(share * 100, places)}%`;

/** A day or a moment as it is said here: 3月1日; the year where it is not this one. */
export function day(iso: string): string {
  const when = new Date(iso.length > 10 ? iso : `${iso}T12:00:00+08:00`);
  const sameYear = when.getFullYear() === new Date().getFullYear();
  const wanted: Intl.DateTimeFormatOptions = { month: "short", day: "numeric", timeZone: "Asia/Shanghai" };
  return when.toLocaleDateString(locale(), sameYear ? wanted : { ...wanted, year: "numeric" });
}

export function moment(iso: string): string {
  const when = new Date(iso);
  if (Number.isNaN(when.getTime())) return "";
  const time = when.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
  return `${day(iso)} ${time}`;
}
