"""How each rate is made, in a sentence; where the way of counting comes from."""

from django.utils.translation import gettext_lazy as _

from wangge.appraisal.models import Rate

HOW = {
    Rate.RESPONSE: _(
        "Signed for and the reporter spoken with, each within its limit, of all that needed it. A report "
        "without a telephone needs no talk; declined cases are not asked about."
    ),
    Rate.RESOLUTION: _(
        "The reporter says it is settled, when called back or by a good rating, of all who were asked. Who "
        "could not be reached counts as not settled; opened again is not settled."
    ),
    Rate.SATISFACTION: _("What the reporters' ratings are worth on average; the values are data."),
    Rate.ON_TIME: _("Done before the time to resolve ran out, of all whose time ended or ran out."),
    Rate.REWORK: _("Sent back when verified, or opened again, of all that was worked on. Fewer is better."),
    Rate.REFUSALS: _(
        "Appealed against a ruling without being upheld, of all that was given out. Fewer is better."
    ),
    Rate.IN_GRID: _("Closed cases that the grid settled by itself."),
    Rate.IN_COMMUNITY: _("Closed cases that the community settled."),
    Rate.IN_STREET: _("Closed cases that the street or a department settled."),
    Rate.UPWARD: _("How our own people, who called, rated what street and departments did."),
    Rate.CALLERS: _("How those who answered rated the requests that reached them."),
    Rate.QUALITY: _("Found by ourselves and taken on with a matter and a place, of all found by ourselves."),
    Rate.PRESENCE: _(
        "Worked on and shown on site, by a photo of the work, a visit or a position, of all worked on."
    ),
    Rate.TEAMWORK: _("Cases to which all summoned units came, of all with a summons whose hour has passed."),
}
