"""What the loop refuses, in the words that people see."""

from wangge.foundation.refusals import Refused


class NothingTold(Refused):
    """Please say what happened, in a few words."""


class TooLong(Refused):
    """Please keep it under {most} characters; you wrote {length}."""


class UnknownChannel(Refused):
    """There is no channel called "{code}"."""


class ChannelRetired(Refused):
    """Nothing comes in by the channel "{name}" any more. Choose another way in."""


class UnknownCategory(Refused):
    """There is no category called "{code}"."""


class OutsideArea(Refused):
    """This place is outside the area served here. Move the pin, or call 12345 for other places."""


class NoPlace(Refused):
    """Please say where it is: point on the map or write the address."""


class ClockAhead(Refused):
    """The time sent ({told}) lies ahead of ours. Set the clock of your device and send it again."""


class ClockBehind(Refused):
    """The time sent ({told}) is more than {days} days ago. Set the clock of your device and send it again."""


class Unwritable(Refused):
    """There is a sign in it that cannot be kept. Type it again instead of pasting it."""


class KeyReused(Refused):
    """This request key was already used for a different report. Send the new report under a new key."""


class CaseMoved(Refused):
    """Somebody else has just moved this case on. Look at it again before you act."""


class NotYours(Refused):
    """This step belongs to somebody else."""


class NotNow(Refused):
    """This step is not possible while the case is {state}."""


class Missing(Refused):
    """Please fill in: {what}."""


class OwnWork(Refused):
    """Whoever handled a case cannot verify it. Somebody else must look."""


class NobodyAbove(Refused):
    """There is no higher office to pass this to."""


class CannotReceive(Refused):
    """This post does not answer for this place. Choose another."""


class HasItAlready(Refused):
    """This post has the case already. Choose another."""


class RatedAlready(Refused):
    """You have rated this already. Thank you."""


class BadScore(Refused):
    """A rating is a number from 1 to 5."""


class NoSuchCase(Refused):
    """No case can be found under this number."""


class PictureTooLarge(Refused):
    """This picture is {size} MB; at most {most} MB can be taken. Send a smaller one."""


class TooManyPixels(Refused):
    """This picture has {pixels} million pixels; at most {most} million can be taken. Send a smaller one."""


class NotAPicture(Refused):
    """This file cannot be read as a picture. Send a JPEG, PNG or WebP."""


class NotAhead(Refused):
    """Choose a time that lies ahead."""


class BeyondAuthority(Refused):
    """Matters of this kind are not settled at this level. Pass it up, or ask the office for the right one."""


class OwnRequest(Refused):
    """Whoever asked for it cannot decide on it. Somebody else must."""


class NothingAsked(Refused):
    """Nobody has asked for this, or it has been decided already."""


class AskedAlready(Refused):
    """This has been asked for already and is not decided yet."""


class TimeIsUp(Refused):
    """More time must be asked for before the deadline; it has passed."""


class NoClock(Refused):
    """No deadline runs for this case."""


class TooMuchTime(Refused):
    """At most {most} more can be asked for: as much as the limit itself."""


class DisputedAlready(Refused):
    """The street has ruled on this case. If the ruling is wrong, appeal against it."""


class NothingRuled(Refused):
    """There is no ruling to appeal against: dispute it first."""


class WhistleSounds(Refused):
    """A whistle already sounds for this case. Conclude it before calling again."""


class NoWhistle(Refused):
    """No whistle sounds for this case."""


class NotCalled(Refused):
    """This unit was not called."""


class ExplainWhy(Refused):
    """Whoever cannot come says why."""


class NoSuchPartyKind(Refused):
    """There is no such kind of party. Choose one from the list."""


class TakesPartAlready(Refused):
    """{name} takes part in this case already."""


class LedAlready(Refused):
    """{name} leads this case. Only one party leads; let this one join in."""


class NoSuchParty(Refused):
    """This party does not take part in the case. Choose among those that do."""


class MeetingCalled(Refused):
    """A meeting on this case is called already. Write its minutes before calling another."""


class NoMeeting(Refused):
    """No meeting on this case is called."""


class TasksUnderWay(Refused):
    """Steps of this case are under way. Finish or drop them before planning others."""


class NoTask(Refused):
    """This step is not due now."""


class TasksOpen(Refused):
    """Not all steps are done: {titles}."""


class NotReady(Refused):
    """It cannot be closed yet: {what}."""


class UnderWay(Refused):
    """Finish what is under way on this case first: its steps, its whistle, its appeal or its supervision."""


class SameCase(Refused):
    """A case cannot be merged with itself."""


class CannotTakeMore(Refused):
    """The other case is not open any more. Open it again first, or leave this one by itself."""


class FewParts(Refused):
    """Say at least two parts."""


class PartsOpen(Refused):
    """Its parts are not all closed: {numbers}."""


class HasParts(Refused):
    """This case has parts. Merge or move the parts instead."""


class NothingBad(Refused):
    """There is no bad rating to put right."""


class NotApart(Refused):
    """Whoever solves a case cannot supervise it. Name somebody else."""


class NotKeeper(Refused):
    """This holds for the whole house, so only an administrator of all of it may change it."""


class NotYourRules(Refused):
    """You may change the rules of your own area only. Those of other areas and of all must stay in order."""


class RulesMoved(Refused):
    """Somebody else has saved other rules meanwhile. Look at them, then make your changes again."""


class NothingChanged(Refused):
    """Nothing is different from what holds already."""


class NothingToUndo(Refused):
    """The rules have not been changed here yet, or were entered anew since: nothing can be undone."""


class NoSuchRule(Refused):
    """This rule is not in the list any more. Look at the list again."""


class UnknownArea(Refused):
    """There is no area with the code "{code}"."""


class UnknownDepartment(Refused):
    """No department has the code "{code}". Choose one from the list."""


class UnknownChoice(Refused):
    """For {what} there is no choice "{value}"."""


class TooLongAgo(Refused):
    """Rules can be tried on the cases of one year at most. Choose a shorter period."""


class EndBeforeBegin(Refused):
    """The period ends before it begins. Change one of the days."""


class OutOfRange(Refused):
    """{what} must lie between {least} and {most}."""


class NoSuchLevel(Refused):
    """There is no limit to take away here: it comes from further up."""


class CoverageUnknown(Refused):
    """Nothing is known of holidays yet. Take in the published ones of a year first."""
