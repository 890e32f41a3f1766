"""Statements sent on every step of the day: said in the ORM, put into SQL once, then only given their values.

Building and compiling a query takes longer than sending it; in a busy house that is most of the work.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from threading import Lock
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery

Row = TypeVar("Row", bound=Model)
Marks = Mapping[str, Any]
KINDS = (int, str, date)  # whose values may change from one time to the next; others make another statement
MOST = 1_000  # shapes of one statement; the one not used for longest is forgotten
_VALUES = re.compile(r"(?<=VALUES )(\(.*?%s\))")
FIRST, LONG_AGO = 31_337, datetime(1, 1, 1, tzinfo=UTC)  # small enough for every column of numbers


@dataclass(frozen=True, slots=True)
class Shape:
    """A statement in SQL: for each of its parameters the name it takes its value from, or a constant."""

    sql: str
    slots: tuple[tuple[str | None, Any], ...]
    compiler: Any
    converters: Mapping[int, Any]
    names: Sequence[str]  # of the columns it reads, where they are those of a model

    def values(self, given: Marks) -> list[Any]:
        """The parameters for these values."""
        return [how if name is None else how(given[name]) for name, how in self.slots]


class _Prepared:
    """What all prepared statements share: their shapes, one for each set of values that are no parameters."""

    def __init__(self) -> None:
        self._shapes: OrderedDict[tuple[tuple[str, Any], ...], Shape | None] = OrderedDict()
        self._lock = Lock()

    def _shape(self, given: Marks) -> Shape | None:
        """The statement for such values; None where no row can be meant."""
        key = tuple((name, type(v) if _marked(v) else v) for name, v in given.items())
        with self._lock:
            if key in self._shapes:
                self._shapes.move_to_end(key)
                return self._shapes[key]
        shape = self._new(given)
        with self._lock:
            self._shapes[key] = shape
            if len(self._shapes) > MOST:
                self._shapes.popitem(last=False)
        return shape

    def _new(self, given: Marks) -> Shape | None:
        marks = _marks(given)
        try:
            return _shaped(self._compiler(marks), marks)
        except EmptyResultSet:
            return None

    def _compiler(self, marks: Marks) -> Any:
        raise NotImplementedError


class Prepared(_Prepared, Generic[Row]):
    """A query: `build` makes it of the values' names, each time the same way."""

    def __init__(self, build: Callable[..., "QuerySet[Row, Any]"]) -> None:
        super().__init__()
        self._build = build

    def _compiler(self, marks: Marks) -> Any:
        return self._build(**marks).query.get_compiler(connection=connection)

    def rows(self, **given: Any) -> list[Sequence[Any]]:
        """The rows as tuples."""
        shape = self._shape(given)
        return self._rows(shape, given) if shape else []

    def records(self, **given: Any) -> list[Row]:
        """The rows as records; of a query for whole records only."""
        return list(self._records(given))

    def first(self, **given: Any) -> Row | None:
        """The first record."""
        return next(self._records(given), None)

    def _records(self, given: Marks) -> Iterator[Row]:
        shape = self._shape(given)
        if shape is not None:
            model: type[Row] = shape.compiler.query.model
            yield from (model.from_db(connection.alias, shape.names, row) for row in self._rows(shape, given))

    @staticmethod
    def _rows(shape: Shape, given: Marks) -> list[Sequence[Any]]:
        with connection.cursor() as cursor:
            cursor.execute(shape.sql, shape.values(given))
            rows: list[Sequence[Any]] = cursor.fetchall()
        if not shape.converters:
            return rows
        return list(map(tuple, shape.compiler.apply_converters(rows, shape.converters)))


class PreparedUpdate(_Prepared):
    """A conditional update: `where` makes the query, `to` says which values its columns take."""

    def __init__(self, where: Callable[..., "QuerySet[Any]"], *to: str) -> None:
        super().__init__()
        self._where, self._to = where, to

    def _compiler(self, marks: Marks) -> Any:
        where = {name: mark for name, mark in marks.items() if name not in self._to}
        query: Any = self._where(**where).query.chain(UpdateQuery)
        query.clear_ordering(force=True)
        query.add_update_values({name: marks[name] for name in self._to})
        return query.get_compiler(connection=connection)

    def __call__(self, **given: Any) -> int:
        """How many rows were changed."""
        shape = self._shape(given)
        if shape is None:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(shape.sql, shape.values(given))
            changed: int = cursor.rowcount
        return changed


class PreparedInsert(Generic[Row]):
    """New rows of a model, as `save(force_insert=True)` and `bulk_create` write them."""

    def __init__(self, model: type[Row]) -> None:
        self._model = model
        self._statement: tuple[str, Any, list[Any]] | None = None

    def __call__(self, row: Row) -> Row:
        """Write the row; it knows its id afterwards."""
        return self.few([row])[0]

    def few(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Write rows in one statement, a handful at most; they know their ids afterwards."""
        if not rows:
            return rows
        for row in rows:
            row._prepare_related_fields_for_save("few")  # type: ignore[attr-defined]  # noqa: SLF001 - as save()
        sql, compiler, fields = self._statement = self._statement or self._compiled(rows[0])
        values = [
            compiler.prepare_value(field, compiler.pre_save_val(field, row))
            for row in rows
            for field in fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(_repeated(sql, len(rows)), values)
            ids = cursor.fetchall()
        for row, (row.pk,) in zip(rows, ids, strict=True):
            row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as save() does
        return rows

    def _compiled(self, row: Row) -> tuple[str, Any, list[Any]]:
        meta = self._model._meta  # noqa: SLF001 - Django's own way to a model's fields
        fields = [field for field in meta.concrete_fields if not field.primary_key]
        query = InsertQuery(self._model)
        query.insert_values(fields, [row])
        compiler: Any = query.get_compiler(connection=connection)
        compiler.returning_fields = [meta.pk]
        ((sql, _values),) = compiler.as_sql()
        return sql, compiler, fields


@cache
def _repeated(sql: str, rows: int) -> str:
    """The insertion of one row made one of several."""
    head, values, tail = _VALUES.split(sql)
    return f"{head}{', '.join([values] * rows)}{tail}"


def spread(name: str, values: Iterable[int]) -> dict[str, int]:
    """Values under numbered names, which a query gathers again: each number of them makes a statement."""
    return {f"{name}_{number}": value for number, value in enumerate(values)}


def gathered(name: str, given: Marks) -> list[Any]:
    """The values that were spread under a name."""
    return [value for key, value in given.items() if key.rpartition("_")[0] == name]


def _marked(value: object) -> bool:
    return isinstance(value, KINDS) and not isinstance(value, bool)


def _marks(given: Marks) -> dict[str, Any]:
    """A value for each name that no statement holds by itself, to be found again in its parameters."""
    serial = count()
    return {name: _mark(value, next(serial)) if _marked(value) else value for name, value in given.items()}


def _mark(value: object, serial: int) -> int | str | date:
    if isinstance(value, datetime):
        return LONG_AGO + timedelta(days=serial, microseconds=1)
    if isinstance(value, date):
        return LONG_AGO.date() + timedelta(days=serial)
    return FIRST + serial if isinstance(value, int) else f"\x01{serial}"


def _shaped(compiler: Any, marks: Marks) -> Shape:
    sql, params = compiler.as_sql()
    named = {_sent(mark): name for name, mark in marks.items() if _marked(mark)}
    slots = [
        (named[param], _sender(param, marks[named[param]]))
        if isinstance(param, KINDS) and not isinstance(param, bool) and param in named
        else (None, param)
        for param in params
    ]
    selected = getattr(compiler, "select", None) or []
    read = [column[0] for column in selected]
    names = [getattr(column.target, "attname", "") for column in read if hasattr(column, "target")]
    return Shape(sql, tuple(slots), compiler, compiler.get_converters(read), names)


def _sent(value: Any) -> Any:
    """A value as the database is sent it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _sender(param: Any, mark: Any) -> Callable[[Any], Any]:
    """How a value becomes a parameter like this one: some databases want numbers of a certain width."""
    return _sent if isinstance(mark, date) else type(param)
