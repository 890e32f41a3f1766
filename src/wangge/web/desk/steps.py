"""Every step that staff may take with a case, as the desk offers it, in the order of the workflow."""

from wangge.cases.workflow import TABLE
from wangge.web.desk.stepping import Group, Step
from wangge.web.desk.steps_others import ABOVE, MANY
from wangge.web.desk.steps_parties import PARTIES
from wangge.web.desk.steps_time import TIME
from wangge.web.desk.steps_units import UNITS
from wangge.web.desk.steps_work import WORK

__all__ = ["OF", "OFFERED", "STEPS", "Group", "Step"]

STEPS = (*WORK, *TIME, *UNITS, *PARTIES, *MANY, *ABOVE)
OF = {step.name: step for step in STEPS}
OFFERED = tuple(OF[row.name] for row in TABLE if row.name in OF)
