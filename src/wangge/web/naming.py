"""Names that are data (categories, channels, rules, posts) in the language of the page."""

from typing import Any

from django.utils.translation import get_language


def named(thing: Any, field: str = "name") -> str:
    """The English name where the page is English and there is one, else the name of the place itself."""
    if thing is None:
        return ""
    english = getattr(thing, f"{field}_en", "") if (get_language() or "").startswith("en") else ""
    return str(english or getattr(thing, field, thing))
