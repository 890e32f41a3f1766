"""What every page knows about how it should look."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

THEMES = ("light", "dark")
VIEWS = ("plain", "elder")


@dataclass(frozen=True, slots=True)
class Look:
    """Theme, text size and language, as the visitor chose them."""

    theme: str
    view: str
    language: str

    @property
    def elder(self) -> bool:
        """Whether the large-type view is on."""
        return self.view == "elder"

    @property
    def other_language(self) -> tuple[str, str]:
        """Code and own name of the language to switch to."""
        return ("en", "English") if self.language.startswith("zh") else ("zh-hans", "中文")


def look(request: HttpRequest) -> dict[str, Look]:
    """`look` for the templates: from cookies that only say how a page looks."""
    theme, view = request.COOKIES.get("theme", ""), request.COOKIES.get("view", "")
    return {
        "look": Look(
            theme=theme if theme in THEMES else THEMES[0],
            view=view if view in VIEWS else VIEWS[0],
            language=get_language() or "zh-hans",
        )
    }
