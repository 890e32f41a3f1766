"""People who go on reporting while the house falls and gets up: each asks until acknowledged."""

import io
import re
import threading
import time
from collections.abc import Callable

import httpx
from PIL import Image

HIDDEN = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|key)" value="(\w+)"')
WORDS = ("楼下垃圾三天没有清运", "三单元电梯停了", "水管漏水", "路灯不亮")


class Reporter(threading.Thread):
    """One client: `acknowledged` holds what was promised, by key; `odd` every answer that is no promise."""

    def __init__(self, name: str, address: str, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.address, self.stop = address, stop
        self.acknowledged: dict[str, str] = {}
        self.odd: list[str] = []
        self.cuts = 0

    def run(self) -> None:
        """Report again and again; a request under way is finished before the end."""
        serial = 0
        while not self.stop.is_set():
            serial += 1
            self.report(f"{self.name}-{serial}", serial)

    def report(self, key: str, serial: int) -> None:
        """Report once through the interface, with a key of one's own; every tenth is sent once more."""
        told = {"text": f"{WORDS[serial % 4]}（{key}）", "lon": 116.001 + serial % 18 / 1000, "lat": 39.005}

        def send(visitor: httpx.Client) -> httpx.Response:
            return visitor.post("/api/v1/cases", json=told, headers={"Idempotency-Key": key})

        with self.visitor() as visitor:
            for _ in range(1 + (serial % 10 == 0)):
                answer = self.insist(visitor, send)
                self.note(
                    key, answer, answer.json().get("number", "") if answer.status_code in {200, 201} else ""
                )

    def visitor(self) -> httpx.Client:
        """A browser of one's own, without proxies."""
        return httpx.Client(base_url=self.address, trust_env=False, timeout=20)

    def insist(self, visitor: httpx.Client, send: Callable[[httpx.Client], httpx.Response]) -> httpx.Response:
        """Send until somebody answers."""
        while True:
            try:
                return send(visitor)
            except httpx.TransportError:
                self.cuts += 1
                time.sleep(0.05)

    def note(self, key: str, answer: httpx.Response, number: str) -> None:
        """Keep the promise, or that there was none, or another than before."""
        if not number or self.acknowledged.setdefault(key, number) != number:
            self.odd.append(f"{key}: {answer.status_code} {answer.text[:300]}")


class Photographer(Reporter):
    """Somebody at the portal, with a photo: the worker then owes a small copy."""

    def report(self, key: str, serial: int) -> None:
        """Walk the three pages; the session keeps the draft across the falls."""
        with self.visitor() as visitor:
            self.post(visitor, "/report", {"text": f"桶后还有一堆（{key}）"}, photo(serial))
            self.post(visitor, "/report/place", {"lon": "116.005", "lat": "39.005"})
            answer = self.post(visitor, "/report/contact", {})
            found = re.match(r"/r/(\d{8}-\d+)/\w+", answer.headers.get("location", ""))
            if found:
                self.note(key, answer, found[1])
            elif answer.status_code == 302:
                self.odd.append(f"{key}: sent back to {answer.headers['location']}")

    def post(
        self, visitor: httpx.Client, path: str, fields: dict[str, str], file: bytes | None = None
    ) -> httpx.Response:
        """Fill in one page and send it."""
        page = self.insist(visitor, lambda v: v.get(path))
        data = dict(HIDDEN.findall(page.text)) | fields
        files = {"photos": ("photo.jpg", file, "image/jpeg")} if file else None
        answer = self.insist(visitor, lambda v: v.post(path, data=data, files=files))
        if answer.status_code != 302:
            self.odd.append(f"{path}: {answer.status_code} {answer.text[:300]}")
        return answer


def photo(shade: int) -> bytes:
    """A small picture, each of its own colour."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (shade % 256, shade // 256 % 256, 90)).save(out, "JPEG")
    return out.getvalue()
