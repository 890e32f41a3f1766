"""Every write of appraisal: its table of contents."""

from wangge.appraisal.catalogue import enter_appraisal
from wangge.appraisal.excluding import ask, review, withdraw
from wangge.appraisal.weighing import set_weights

__all__ = ["ask", "enter_appraisal", "review", "set_weights", "withdraw"]
