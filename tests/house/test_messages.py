"""The house speaks both languages in full."""

import io
import json

import pytest
from babel.messages.mofile import read_mo, write_mo

from tools import messages


@pytest.fixture(scope="module")
def catalogue():
    return messages.gathered()


def test_every_message_has_its_chinese(catalogue):
    assert [messages.key(m) for m in messages.untranslated(catalogue)] == []


def test_the_chinese_names_the_same_facts_as_the_english(catalogue):
    assert messages.mismatched(catalogue) == []


def test_the_catalogue_compiles(catalogue):
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    compiled = read_mo(buffer)
    missing = {id(m) for m in messages.untranslated(catalogue)}
    translated = [m for m in catalogue if m.id and id(m) not in missing]
    context = {m.id: m.context and m.context.encode() for m in translated}  # as Babel reads it from a .mo
    assert [m.id for m in translated if not compiled.get(m.id, context[m.id])] == []


@pytest.fixture
def small_house(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    monkeypatch.setattr(messages, "CATALOGUE", tmp_path / "locale/django.po")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(
        '<h1>\n      {% translate "Sign for it" %}</h1>\n  {# quiet #}'
        "{% blocktranslate count n=n trimmed %}\n {{ n }} case\n{% plural %}"
        "{{ n }} cases{% endblocktranslate %}"
        '{% translate "May" context "month" %} it\'s "done" {{ x|default:_("nobody") }}'
    )
    (tmp_path / "errors.py").write_text(
        "class Moved(Refused):\n    '''Somebody was\n    first with {number}.\n\n    More.'''\n"
        "class Gone(Moved):\n    '''It is gone.'''\nclass Other:\n    '''Not said.'''\n"
        "a = pgettext_lazy('month', 'March')\nb = ngettext_lazy('%d day', '%d days', 'n')\n"
    )
    return tmp_path


def test_templates_python_and_refusals_are_gathered(small_house):
    assert {messages.key(m) for m in messages.gathered() if m.id} == {
        "Sign for it",
        "%(n)s case",
        "month|May",
        "nobody",
        "Somebody was first with {number}.",
        "It is gone.",
        "month|March",
        "%d day",
    }


def test_a_merge_sets_plurals_keeps_the_rest_and_waits_for_what_no_source_says_yet(small_house):
    words = small_house / "words.json"
    words.write_text(json.dumps({"%(n)s case": "%(n)s 件", "month|May": "五月", "Later": "以后"}))
    messages.merge(str(words))
    (small_house / "later.py").write_text("_('Later')")
    messages.update()

    said = {messages.key(m): m.string for m in messages.gathered() if m.id}
    assert said["%(n)s case"] == ("%(n)s 件",)
    assert said["month|May"] == "五月"
    assert said["Later"] == "以后"
    assert said["nobody"] == ""


def test_a_translation_that_drops_a_fact_is_found(small_house):
    words = small_house / "words.json"
    words.write_text(json.dumps({"Somebody was first with {number}.": "已有人先处理。"}))
    messages.merge(str(words))
    assert messages.mismatched(messages.gathered()) == [
        ("Somebody was first with {number}.", "已有人先处理。")
    ]
