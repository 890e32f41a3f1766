"""Lists that are read are also taken as a workbook."""

import io

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from wangge.appraisal import actions as appraisal
from wangge.cases.models import Template
from wangge.cases.numbering import number_of


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("zhou", "/desk/rates/reports?origin=told"),
        ("zhao", "/desk/rates/exclusions?view=all"),
        ("an", "/desk/channels?"),
        ("zhou", "/desk/templates?"),
    ],
)
def test_a_list_goes_to_excel(enter, cast, rubbish, page, who):
    facts = {"ground": "duplicate", "evidence": "与昨日工单为同一事项"}
    appraisal.ask(rubbish, **facts, by=cast.zhou, now=timezone.now())
    Template.objects.create(step="contact", name="已联系", text="已与反映人通话。")
    client = enter(who)
    assert "excel=1" in client.get(page).text
    content = client.get(f"{page}&excel=1").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    cells = [cell for row in rows for cell in row]
    assert {number_of(rubbish), "居民端", "portal", "已联系"} & set(cells)
