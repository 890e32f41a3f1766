"""Every write of the counter, one function for each thing a person does."""

from wangge.counter.checking import accept, receive, tell
from wangge.counter.deciding import correct, grant, hand_over, pass_on, refuse, withdraw
from wangge.counter.errands import Wish, ask_errand, bring_home, fetch, strike_out, take_papers
from wangge.counter.filing import file
from wangge.counter.items import enter_groups, enter_items, keep_item
from wangge.counter.journalling import opened
from wangge.counter.ledger import enter_ledger

__all__ = [
    "Wish",
    "accept",
    "ask_errand",
    "bring_home",
    "correct",
    "enter_groups",
    "enter_items",
    "enter_ledger",
    "fetch",
    "file",
    "grant",
    "hand_over",
    "keep_item",
    "opened",
    "pass_on",
    "receive",
    "refuse",
    "strike_out",
    "take_papers",
    "tell",
    "withdraw",
]
