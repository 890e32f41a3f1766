"""Reasons kept with a plan or a solving, so that they can be told later in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from wangge.foundation.refusals import Refused


def kept_reason(reason: Refused) -> dict[str, Any]:
    """A refusal as JSON."""
    facts = {name: str(fact) for name, fact in reason.facts.items()}
    return {"code": reason.code, "template": reason.template, "facts": facts}


def told_reason(kept: Mapping[str, Any]) -> str:
    """The same in the reader's language; empty where nothing was kept."""
    template = kept.get("template", "")
    return gettext(template).format(**kept.get("facts", {})) if template else ""
