"""A query that Django writes once: what is asked for changes, the SQL does not."""

from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.db.models import QuerySet


class Prepared:
    """At most one row of a `values()` query, as a dict; marks in it stand for what is told when it is asked.

    Building and compiling a query costs several times what sending it does.
    """

    def __init__(self, rows: QuerySet, marks: dict[Any, str]) -> None:
        compiler = rows[:1].query.get_compiler(connection=connection)
        self.sql, params = compiler.as_sql()
        self.names = [*compiler.query.values_select, *compiler.query.annotation_select]
        self.converters = compiler.get_converters([column[0] for column in compiler.select])
        self.params = [(marks.get(value), value) for value in params]

    def first(self, told: dict[str, Any]) -> dict[str, Any] | None:
        """The row for what is told by the name of its mark; None where there is none. One query."""
        params = [told[name] if name else value for name, value in self.params]
        found = self._asked_anew(params)
        if found is None:
            return None
        row = list(found)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        return dict(zip(self.names, row, strict=True))

    def _asked_anew(self, params: list[Any]) -> Any:
        """Asked, and again where the connection was lost: to ask first whether it is alive costs a trip."""
        if connection.in_atomic_block:
            return self._asked(params)
        connection.health_check_done = True  # type: ignore[attr-defined]
        try:
            return self._asked(params)
        except (InterfaceError, OperationalError):
            connection.close()
            return self._asked(params)

    def _asked(self, params: list[Any]) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return cursor.fetchone()
