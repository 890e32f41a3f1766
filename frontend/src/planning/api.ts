// Asking the server: JSON there and back, a refusal as an error that says what to do.
import { t } from "./words";

/** What the server refused, in the reader's words. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

function token(): string {
  const headers = document.body.getAttribute("hx-headers:inherited") ?? "{}";
  return (JSON.parse(headers) as Record<string, string>)["X-CSRFToken"] ?? "";
}

/** A log-in in another tab changes the token: takes the one that the server gives now. */
async function renewed(): Promise<boolean> {
  const page = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  if (!page.ok || page.url.includes("/login")) return false;
  const found = new DOMParser().parseFromString(await page.text(), "text/html").body.getAttribute("hx-headers:inherited");
  if (!found || found === document.body.getAttribute("hx-headers:inherited")) return false;
  document.body.setAttribute("hx-headers:inherited", found);
  return true;
}

export async function ask<Answer>(url: string, method: "GET" | "POST" | "DELETE" = "GET", body?: unknown, again = true): Promise<Answer> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = token();
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["Content-Type"] = "application/json";
  let answer: Response;
  try {
    answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }) });
  } catch {
    throw new Refusal(0, "offline", t("The server does not answer. Your changes are kept here and sent again by themselves."));
  }
  if (answer.redirected && answer.url.includes("/login")) {
    throw new Refusal(401, "log-in", t("You are logged out. Log in again in another tab; your changes are kept here."));
  }
  if (answer.status === 204) return undefined as Answer;
  const told = (await answer.json().catch(() => ({}))) as { error?: string; message?: string };
  if (!answer.ok) {
    if (again && told.error === "csrf" && (await renewed().catch(() => false))) return ask(url, method, body, false);
    throw new Refusal(answer.status, told.error ?? "", told.message ?? t("Something went wrong ({status}). Load the page again.", { status: answer.status }));
  }
  return told as Answer;
}
