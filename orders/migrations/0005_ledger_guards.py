"""PostgreSQL itself refuses to change the ledger, and to commit an entry that does not sum to zero."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % on % refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM orders_posting WHERE entry_id = NEW.entry_id
        GROUP BY currency HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION 'Journal entry % does not sum to zero.', NEW.entry_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON orders_journalentry
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER postings_are_append_only BEFORE UPDATE OR DELETE ON orders_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE CONSTRAINT TRIGGER postings_balance AFTER INSERT ON orders_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balances();
"""

NO_GUARDS = """
DROP TRIGGER postings_balance ON orders_posting;
DROP TRIGGER postings_are_append_only ON orders_posting;
DROP TRIGGER journal_is_append_only ON orders_journalentry;
DROP FUNCTION ledger_balances();
DROP FUNCTION ledger_is_append_only();
"""


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_careful_payments")]

    operations = [migrations.RunPython(on_postgresql(GUARDS), on_postgresql(NO_GUARDS))]
