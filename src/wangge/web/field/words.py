"""The words that the phone's scripts say."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Each by the name that the script knows it by."""
    return {
        "waiting": _("Waiting to be sent"),
        "sending": _("Sending"),
        "sent": _("Sent"),
        "sentAs": _("Sent as {number}"),
        "kept": _("It stands otherwise now"),
        "keptWhy": _("Nothing of yours is lost. Choose what becomes of it."),
        "mine": _("What you did"),
        "now": _("How it stands now"),
        "with": _("with {post}"),
        "asNote": _("Send as a talk note"),
        "again": _("Send it again"),
        "discard": _("Discard"),
        "open": _("Open the case"),
        "photos": _("{count} photos"),
        "loggedOut": _("Log in again to send what waits."),
        "others": _("Something of somebody else waits on this phone; it is sent when they log in."),
        "asOf": _("As of {time}"),
        "leaving": _(
            "Something is not sent yet. It stays locked on this phone until you log in again. Log out?"
        ),
        "nowhere": _("Choose a building or move the map: your phone did not say where it is."),
        "near": _("At {name}, {metres} m from you"),
        "report": _("Report"),
        "patrol_nothing": _("Patrol: nothing found"),
        "patrol_fixed": _("Patrol: put right"),
        "patrol_found": _("Patrol: found"),
        "empty": _("Today's list will stand here once this phone has had network."),
        "noteOf": _("Noted on site: {what}"),
        "full": _("This phone has no room left for it. Free some space, then press again."),
    }
