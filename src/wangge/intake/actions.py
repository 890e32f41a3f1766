"""Every write of the intake, one function for each thing a person or another system does."""

from wangge.intake.answers import acknowledge
from wangge.intake.boxes import enter_letter, hang_box, keep_box, open_box, take_box_down
from wangge.intake.channels import add_channel, change_channel, retire_channel
from wangge.intake.evidence import add_photos
from wangge.intake.receiving import receive
from wangge.intake.sources import close_source, open_source
from wangge.intake.taking import take_down
from wangge.intake.ticket_import import enter_batch, keep_file
from wangge.intake.tickets import take_ticket

__all__ = [
    "acknowledge",
    "add_channel",
    "add_photos",
    "change_channel",
    "close_source",
    "enter_batch",
    "enter_letter",
    "hang_box",
    "keep_box",
    "keep_file",
    "open_box",
    "open_source",
    "receive",
    "retire_channel",
    "take_box_down",
    "take_down",
    "take_ticket",
]
