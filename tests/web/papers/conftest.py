"""The community on the hill, browsers of those who print, and how a file is read again."""

import io
from collections.abc import Callable

import pypdf
import pytest
from django.test import Client

from tests.web.papers.hillside import Hillside, build
from wangge.web.papers.keeping import shelf

Read = Callable[[bytes], str]


@pytest.fixture(autouse=True)
def empty_shelf() -> None:
    shelf.clear()


@pytest.fixture
def hill(db) -> Hillside:
    return build()


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def browser() -> Callable[[object], Client]:
    """A browser in which an account is logged in."""

    def opened(account: object) -> Client:
        client = Client()
        client.force_login(account, backend="wangge.web.known.KnownBackend")
        return client

    return opened


@pytest.fixture
def read() -> Read:
    """All text of a PDF, without the breaks between lines."""

    def text(file: bytes) -> str:
        pages = pypdf.PdfReader(io.BytesIO(file)).pages
        return "\n".join(page.extract_text() for page in pages).replace("\n", " ")

    return text
