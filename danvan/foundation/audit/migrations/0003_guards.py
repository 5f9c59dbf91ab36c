from django.db import migrations

from danvan.foundation.audit import guards


def put(apps, schema_editor):
    """The database refuses to change what the log holds."""
    guards.put(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_chain'),
    ]

    operations = [
        migrations.RunPython(put, migrations.RunPython.noop),
    ]
