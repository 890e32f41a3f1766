"""Whether whoever looks may take a case off the public list."""

from django import template
from django.template import Context

from wangge.cases.models import Case
from wangge.cases.standing import OFFICES
from wangge.cases.workflow import Standing
from wangge.web.access import actor

register = template.Library()


@register.simple_tag(takes_context=True)
def may_hide(context: Context, case: Case) -> bool:
    """Whether this actor is in an office that answers for the case's place."""
    return actor(context["request"]).holds(*OFFICES[Standing.OFFICE], path=case.area.path)
