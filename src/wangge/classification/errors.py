"""What the classifier refuses: files it cannot read, models it cannot trust, examples that teach nothing."""

from wangge.foundation.refusals import Refused


class NoExamples(Refused):
    """{file} has no rows below its heading."""


class ColumnMissing(Refused):
    """{file} has no column "{column}". Its columns are: {columns}. Name the right one by option."""


class BadExample(Refused):
    """{file}, row {row}: {reason}. Correct the row or take it out, then train again."""


class TooFewExamples(Refused):
    """Too few examples: {labels} categories have {least} differing texts or more, and two are needed."""


class UnknownModel(Refused):
    """{file} is not a model of this program, or it is damaged: {reason}. Train the model again."""


class AlteredModel(Refused):
    """{file} has been altered since it was trained: its content does not match its version. Train again."""


class OtherSoftware(Refused):
    """{file} was trained with scikit-learn {theirs}, and {ours} is installed here. Train the model again."""


class NothingShared(Refused):
    """No two texts share a word, so there is nothing to learn. See that the text column is the right one."""
