"""Among many licences the question of a program reads one row of each table, by an index."""

import json

import psycopg
from django.db import connection
from django.test.utils import CaptureQueriesContext

from products.kinds.software import activating
from tests.bench.licences import fill_licences
from tests.products.programs import ask, licence_of, publish_program
from tests.races.crowd import needs_postgresql

pytestmark = needs_postgresql
INDEXED = {"products_licence", "products_entitlement", "products_activation"}


def scans(plan):
    """(what is done, on which table) for each table in a plan of PostgreSQL's."""
    if "Relation Name" in plan:
        yield plan["Node Type"], plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from scans(part)


def test_validate_asks_one_query_which_an_index_answers(client, store, bob):
    program = publish_program(store)
    held = licence_of(bob, program)
    activating.activate(held.pk, activating.fingerprint_of("board-7"), "Laptop")
    fill_licences(held, 3000)

    with CaptureQueriesContext(connection) as asked:
        _status, said = ask(client, "validate", program, held.key, fingerprint="board-7", version="1.0.0")
    (query,) = asked.captured_queries
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + query["sql"].replace("%", "%%"))
        plan = cursor.fetchone()[0]

    assert said["code"] == "VALID"
    found = {
        table: how for how, table in scans((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    }
    assert set(found) >= INDEXED
    assert {found[table] for table in INDEXED} <= {"Index Scan", "Index Only Scan"}


def test_a_lost_connection_is_made_anew_and_the_question_answered(client, store, bob):
    program = publish_program(store)
    held = licence_of(bob, program)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()[0]

    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [mine])

    assert ask(client, "validate", program, held.key)[1]["code"] == "VALID"
