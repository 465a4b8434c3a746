"""The database itself refuses to change or delete what was recorded (guards.py)."""

from django.db import migrations

from xinqiao.kernel.audit import guards


def install(apps, schema_editor):
    for statement in guards.install_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in guards.remove_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
