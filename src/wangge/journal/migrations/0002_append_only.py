"""The database itself refuses to delete an entry, or to change one beyond sealing it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FACTS = ("id", "at", "actor_id", "actor_label", "verb", "subject_kind", "subject_id", "payload")
CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FACTS)

SQLITE = [
    """CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    f"""CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE ON journal_entry
        WHEN OLD.sequence IS NOT NULL OR {CHANGED.replace("IS DISTINCT FROM", "IS NOT")}
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.sequence IS NOT NULL OR {CHANGED} THEN
                RAISE EXCEPTION 'the journal is append-only';
            END IF;
            RETURN NEW;
        END $$""",
    """CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE OR DELETE ON journal_entry
       FOR EACH ROW EXECUTE FUNCTION journal_append_only()""",
]


def forwards(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(forwards)]
