// The report page: photo, words, place, sent. What is found on a patrol brings the patrol's name behind the #.
import { gather, put } from "./acting";
import { ask, findPlace } from "./place";
import type { Held } from "./store";
import { say } from "./words";

function wrong(form: HTMLFormElement, words: string): void {
  const place = form.querySelector<HTMLElement>("[data-wrong]");
  if (!place) return;
  place.hidden = !words;
  const said = place.querySelector("span");
  if (said) said.textContent = words;
}

export function watchReport(owner: () => number, done: () => void, held: Held | undefined): void {
  const form = document.querySelector<HTMLFormElement>("form[data-deed=report]");
  if (!form) return;
  void findPlace(held);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    void send(form, owner()).then((sent) => {
      if (!sent) return;
      done();
      void ask(held);
    });
  });
}

async function send(form: HTMLFormElement, owner: number): Promise<boolean> {
  const text = form.querySelector<HTMLTextAreaElement>("[name=text]");
  if (!text?.value.trim()) {
    text?.focus();
    wrong(form, form.querySelector("label[for=report-text]")?.textContent ?? "");
    return false;
  }
  const { facts, photos } = await gather(form);
  if (!facts.building && !(facts.lon && facts.lat)) {
    wrong(form, say("nowhere"));
    return false;
  }
  wrong(form, "");
  const walk = decodeURIComponent(location.hash.slice(1));
  const kind = walk ? "patrol_found" : "report";
  const [title = ""] = text.value.trim().split("\n");
  const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value));
  const kept = await put({ owner, kind, verb: say(kind), title, number: "", walk, seen: 0, facts: given, photos });
  if (!kept) return false;
  form.reset();
  form.querySelector(".photo-previews")?.replaceChildren();
  window.scrollTo({ top: 0 });
  return true;
}
