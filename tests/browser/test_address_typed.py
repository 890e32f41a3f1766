"""An address typed at the desk: what was understood appears while somebody types, on phone and desk."""

from tests.browser.acting import shoot
from tests.browser.conftest import Visit


def test_what_was_understood_appears_while_it_is_typed(visit: Visit, width: int) -> None:
    office = visit("zhou", width=width, language="zh-hans")
    page = office.open("/desk/report")
    shoot(office, f"address-empty-{width}")
    told = page.locator("#address-told")
    for name, address, words in [
        ("understood", "春合苑一栋（王阿姨家旁边）", "王阿姨家旁边"),
        ("asked", "春荷里2号楼", "指的是哪栋楼"),
        ("unknown", "夏荷苑5号楼", "没有认出"),
    ]:
        page.locator("[name=address]").press_sequentially(address)
        told.get_by_text(words).wait_for()
        shoot(office, f"address-{name}-{width}")
        assert office.flaws() == []
        page.locator("[name=address]").fill("")
        told.get_by_text(words).wait_for(state="detached")
