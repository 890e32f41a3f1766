"""A watched window at one width: no request off the host, no error, nothing refused by the policy."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
WIDTHS = {390: 844, 1440: 900}
LISTEN = """
window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.refusedByPolicy.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
  document.adoptedStyleSheets.push(sheet);
}"""
RUN_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  const why = ({any, all, none}) => [...any, ...all, ...none].map(({message}) => message).join("; ");
  const one = (node) => `${node.html.slice(0, 160)} ${why(node)}`;
  const where = (nodes) => nodes.slice(0, 3).map(one).join(" | ");
  return found.violations.map(({id, nodes}) => `${id}: ${where(nodes)}`);
}"""


@dataclass
class Watch:
    """What went wrong behind the screen."""

    host: str
    faults: list[str] = field(default_factory=list)

    def over(self, page: Any) -> None:
        """Listen to a page."""
        page.on("request", lambda request: self.check(request.url))
        page.on("console", lambda said: said.type == "error" and self.faults.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on(
            "response",
            lambda answer: answer.status >= 400 and self.faults.append(f"{answer.status} {answer.url}"),
        )

    def check(self, url: str) -> None:
        """A request must stay on the host; data and blobs are no requests."""
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.faults.append(f"left the host: {url}")


class Screen:
    """One window; `page` is Playwright's."""

    def __init__(
        self, browser: Any, url: str, *, width: int = 390, cookies: dict[str, str], script: bool = True
    ) -> None:
        phone = {"has_touch": True, "is_mobile": True} if width < 700 else {}
        size = {"width": width, "height": WIDTHS.get(width, 900)}
        self.url, self.watch = url, Watch(urlsplit(url).netloc)
        self.context = browser.new_context(
            base_url=url,
            viewport=size,
            locale="zh-CN",
            reduced_motion="reduce",
            java_script_enabled=script,
            **phone,
        )
        self.context.set_default_timeout(30_000)  # of a busy machine; most waits end at once
        self.context.add_cookies([{"name": k, "value": v, "url": url} for k, v in cookies.items()])
        self.context.add_init_script(LISTEN)
        self.script = script
        self.page = self.context.new_page()
        self.watch.over(self.page)

    def open(self, path: str) -> Any:
        """Go to an address of the house."""
        self.page.goto(path, wait_until="load")
        return self.page

    def still(self) -> None:
        """Let nothing fade or slide from now on, so that what is looked at is what will be."""
        self.page.evaluate(STILL)

    def press(self, name: str, *, role: str = "button") -> None:
        """Press the button or link of this name."""
        self.page.get_by_role(role, name=name, exact=True).click()

    def text(self) -> str:
        """What stands on the page."""
        return str(self.page.locator("body").inner_text())

    def flaws(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8") + "\n;0")
        return list(self.page.evaluate(RUN_AXE))

    def wide(self) -> int:
        """How many pixels the page is wider than the screen."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def faults(self) -> list[str]:
        """What went wrong since the beginning."""
        refused = self.page.evaluate("window.refusedByPolicy") if self.script else []
        return [*self.watch.faults, *(f"policy: {each}" for each in refused)]

    def close(self) -> None:
        """Close the window."""
        self.context.close()
