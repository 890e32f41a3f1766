"""Where somebody in a hurry got lost: what is late hides nowhere, a lost session loses no way back."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wangge.cases import actions


def test_what_waits_to_be_dispatched_is_as_late_as_its_case(enter, cast, lift):
    actions.accept(lift, by=cast.zhou, now=timezone.now())
    lift.refresh_from_db()
    zhou = enter("zhou")
    [piece] = [row.piece for row in zhou.get("/desk/").context["rows"] if row.piece.case == lift]
    assert (piece.step, piece.due) == ("dispatch", lift.due_at)
    assert piece.due is not None


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", "abc"])
def test_a_month_that_no_rota_has_is_this_month(enter, cast, month):
    page = enter("zhou").get(reverse("desk:duty", args=[cast.community.code]), {"month": month})
    assert page.status_code == 200
    assert page.context["month"] == f"{timezone.now() + timedelta(hours=8):%Y-%m}"


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(cast, lift):
    client = Client(headers={"accept-language": "en", "accept": "text/html"})
    case = f"/desk/cases/{lift.pk}"
    page = f"http://testserver{case}"
    sent = client.post(f"{case}/forces", {"force": 1}, headers={"referer": page})
    assert sent.headers["Location"] == f"/login?next={case}"
    assert "what you had written has not been sent" in client.get(sent.headers["Location"]).text
    elsewhere = client.post(f"{case}/forces", headers={"referer": "https://evil.example/x"})
    assert elsewhere.headers["Location"] == "/login?next=/desk/"


def test_where_no_box_hangs_none_is_said_to_be_opened(enter, cast):
    page = enter("zhou").get("/desk/intake").text
    assert "no box yet" in page
    assert "all opened" not in page


def test_the_reception_asks_for_a_number_that_can_be_called(enter, cast):
    zhou = enter("zhou")
    said = {
        "visitor": "林女士",
        "matter": "问低保",
        "people": 1,
        "outcome": "talked",
        "words": "答复了",
        "key": "r",
    }
    said["area"] = cast.community.pk
    assert "does not look like a phone number" in zhou.post("/desk/receptions", said | {"phone": "abc"}).text
    assert zhou.post("/desk/receptions", said | {"phone": "１３８００００１２３４"}).status_code == 302
    assert "13800001234" in str(zhou.get("/desk/receptions").context["rows"][0][0].phone)


def test_a_notice_of_what_is_over_is_not_published(enter):
    said = {"kind": "water", "title": "停水", "text": "请存水", "days": 3, "key": "n", "category": ""}
    past = timezone.now() - timedelta(days=365)
    said |= {"begins": f"{past:%Y-%m-%dT09:00}", "ends": f"{past:%Y-%m-%dT17:00}"}
    answer = enter("zhou").post("/desk/notices/new", said)
    assert answer.status_code == 422
    assert "This time is over already" in answer.text


def test_a_report_without_a_place_asks_for_it_beside_the_building(enter):
    said = {"key": "k", "channel": "portal", "text": "楼下积水"}
    answer = enter("chen").post("/desk/report", said)
    assert answer.status_code == 422
    assert answer.context["form"].errors["building"]


def test_a_file_that_is_no_table_is_called_by_its_own_name(enter, cast):
    sent = SimpleUploadedFile("十一月值班.xlsx", b"PK\x03\x04 no workbook")
    page = enter("zhou").post(reverse("desk:duty-file", args=[cast.community.code]), {"file": sent}).text
    assert "十一月值班.xlsx cannot be read as a table. Open it in Excel" in page


def test_whoever_takes_turns_comes_first_in_their_order(enter, cast):
    zhou = enter("zhou")
    page = reverse("desk:duty-turns", args=[cast.community.code])
    order = [cast.account[name].pk for name in ("zhou", "chen")]
    said = {"starts": "08:00 20:00", "since": "2032-03-01", f"turn-{order[0]}": 2, f"turn-{order[1]}": 1}
    assert zhou.post(page, said).status_code == 302
    form = zhou.get(page).context["form"]
    assert [field.name for field in form.taking] == [f"turn-{order[1]}", f"turn-{order[0]}"]
    assert len(form.resting) == len(form.people) - 2
