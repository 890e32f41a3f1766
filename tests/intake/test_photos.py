"""Tickets carry photos of the matter, and their answers carry photos of the result."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from wangge.cases import actions as cases
from wangge.cases import photos
from wangge.cases.models import Case, Channel, Photo
from wangge.cases.numbering import number_of
from wangge.config.work import work
from wangge.intake import actions

TICKET = {"number": "SZCG-7/7", "text": "三单元电梯停了", "address": "春和苑1号楼"}


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def system(house, settings, tmp_path):
    """The city's platform, which has sent a ticket."""
    settings.MEDIA_ROOT = tmp_path
    channel = Channel.objects.get(code="digital-city")
    _source, token = actions.open_source(
        channel, area=house.street, name="市平台", by=house.an, now=timezone.now()
    )
    client = Client(headers={"authorization": f"Bearer {token}"})
    client.post("/api/v1/tickets", json.dumps(TICKET), content_type="application/json")
    return client


def send(client: Client, *files: bytes, number: str = TICKET["number"]):
    sent = [SimpleUploadedFile(f"{n}.jpg", content) for n, content in enumerate(files)]
    return client.post("/api/v1/tickets/photos", {"number": number, "photos": sent})


def test_photos_of_a_ticket_stand_on_its_case_and_come_once(house, system, enter):
    assert send(system, picture("teal"), picture("red")).json() == {"added": 2}
    assert send(system, picture("teal")).json() == {"added": 0}
    case = Case.objects.get()
    assert case.photos.count() == 2
    page = enter("zhou").get(f"/desk/cases/{number_of(case)}").text
    assert all(f"/desk/photos/{photo.pk}" in page for photo in Photo.objects.all())


def test_what_is_no_photo_or_too_many_is_refused_and_nothing_kept(house, system):
    assert send(system, picture("teal"), b"MZ not a picture").json()["error"] == "not-a-picture"
    assert send(system, *[picture("teal")] * 7).json()["error"] == "too-many-photos"
    assert send(system, picture("teal"), number="SZCG-8").json()["error"] == "no-such-ticket"
    assert send(Client(), picture("teal")).status_code == 401
    assert not Photo.objects.exists()


def test_the_answer_has_the_photos_of_the_result(house, system, cast):
    case, now = Case.objects.get(), timezone.now()
    send(system, picture("teal"))
    cases.accept(case, by=cast.zhou, now=now)
    cases.dispatch(case, post=cast.posts["chen"], by=cast.zhou, now=now)
    cases.sign(case, by=cast.chen, now=now)
    cases.contact(case, note="已联系", by=cast.chen, now=now)
    cases.handle(case, note="电梯已恢复", by=cast.chen, now=now)
    done = photos.read_picture(io.BytesIO(picture("green")), size=900)
    photos.attach(case, done, step="handle", by=cast.chen, now=now)
    cases.verify(case, note="看过了", unseen="夜间", by=cast.he, now=now)
    cases.close(case, by=cast.zhou, now=now)
    work(now=timezone.now())
    [answer] = system.get("/api/v1/tickets/answers").json()
    [address] = answer["photos"]
    assert answer["text"] == "电梯已恢复"
    sent = system.get(address)
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(sent.streaming_content).startswith(b"\xff\xd8")
    assert Client().get(address).status_code == 401
    matter = case.photos.get(step="report").pk
    assert system.get(address.rpartition("/")[0] + f"/{matter}").status_code == 404
    assert send(system, picture("blue")).json()["error"] == "ticket-ended"
