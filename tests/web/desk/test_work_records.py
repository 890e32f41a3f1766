"""Three kinds of a worker's records: written on the phone or at the desk, counted by outcome for the grid."""

import io

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME
from wangge.outreach.models import Record, RecordKind

TODAY = timezone.now().astimezone(CHINA_TIME).date()


def said(cast, kind: str, outcome: str = "settled", **more: object) -> dict[str, object]:
    words = {"grid": cast.grids[0].pk, "what": f"{kind}：说清楚了", "outcome": outcome, "day": TODAY}
    return words | {"kind": RecordKind.objects.get(code=kind).pk, "key": kind + outcome} | more


@pytest.fixture
def written(enter, cast) -> None:
    """Chen collected twice, mediated once and coordinated once."""
    for kind, outcome in [
        ("hazard", "passed_on"),
        ("opinion", "settled"),
        ("neighbours", "settled"),
        ("units", "goes_on"),
    ]:
        assert enter("chen").post("/desk/records/new", said(cast, kind, outcome)).status_code == 302


@pytest.mark.row("ZH-34")
def test_three_roles_with_counts_by_outcome_that_open_to_their_records(enter, cast, written):
    zhou = enter("zhou")
    counts = zhou.get("/desk/records").context["counts"]
    assert [(row.role.value, [n for *_, n in row.counts], row.total) for row in counts] == [
        ("collect", [1, 0, 1], 2),
        ("mediate", [1, 0, 0], 1),
        ("coordinate", [0, 1, 0], 1),
    ]
    assert {kind.role for kind in RecordKind.objects.all()} == {row.role.value for row in counts}
    for row in counts:
        assert len(zhou.get(f"/desk/records?role={row.role}").context["rows"]) == row.total
        for code, _word, n in row.counts:
            page = zhou.get(f"/desk/records?role={row.role}&outcome={code}&month={TODAY:%Y-%m}")
            assert len(page.context["rows"]) == n
    assert "陈网格" not in zhou.get("/desk/records").text
    assert enter("wu").get("/desk/records").context["rows"] == []


@pytest.mark.row("ZH-34")
def test_a_record_may_belong_to_a_case_is_kept_once_and_leaves_as_a_workbook(enter, cast, rubbish):
    chen = enter("chen")
    once = said(cast, "neighbours", case=number_of(rubbish))
    for _again in range(2):
        assert chen.post("/desk/records/new", once).status_code == 302
    assert Record.objects.get().case == rubbish
    assert number_of(rubbish) in chen.get("/desk/records").text
    book = CalamineWorkbook.from_filelike(io.BytesIO(chen.get("/desk/records?excel=1").content))
    row = book.get_sheet_by_index(0).to_python()[2]
    assert row[1:4] == ["第1网格", "mediator of disputes", "quarrel of neighbours"]
    assert row[6] == number_of(rubbish)


def test_nobody_writes_for_another_grid_for_tomorrow_or_without_words(enter, cast, rubbish):
    wu = enter("wu")
    other = said(cast, "opinion")
    assert wu.post("/desk/records/new", other).status_code == 422
    chen = enter("chen")
    assert chen.post("/desk/records/new", other | {"what": " "}).status_code == 422
    assert chen.post("/desk/records/new", other | {"day": "2999-01-01"}).status_code == 422
    assert chen.post("/desk/records/new", other | {"case": "nonsense"}).status_code in {404, 422}
    assert enter("gao").get("/desk/records/new").status_code == 403
    assert not Record.objects.exists()
    assert "/desk/records" in chen.get("/desk/").text
