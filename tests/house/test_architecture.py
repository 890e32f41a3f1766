"""The picture of the house is drawn from the house."""

from tools import architecture


def test_the_picture_shows_the_imports_as_they_are():
    assert architecture.written() == architecture.arrows(), "`make architecture` draws it again"


def test_an_arrow_that_others_imply_is_left_out():
    every = {("cases", "staffing"), ("staffing", "places"), ("cases", "places"), ("cases", "foundation")}
    assert architecture.drawn(every) == {
        ("cases", "staffing"),
        ("staffing", "places"),
        ("cases", "foundation"),
    }
