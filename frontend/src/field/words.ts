// The words that the page brought along, and filling in what they leave open.
const words = JSON.parse(document.getElementById("field-words")?.textContent ?? "{}") as Record<string, string>;

export function say(name: string, facts: Record<string, string | number> = {}): string {
  const word = words[name] ?? name;
  return word.replace(/\{(\w+)\}/g, (whole, fact: string) => String(facts[fact] ?? whole));
}

/** An icon of the sprite that the page uses already. */
export function sprite(): string {
  const used = document.querySelector("svg.icon use")?.getAttribute("href") ?? "";
  return used.split("#")[0] ?? "";
}
