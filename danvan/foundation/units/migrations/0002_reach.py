"""The reach of every unit, derived from tree and lineage; empty on a new database."""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    Reach = apps.get_model("units", "Reach")
    parents = dict(apps.get_model("units", "Unit").objects.values_list("pk", "parent"))
    lineage = apps.get_model("units", "Lineage").objects.values_list("origin", "heir")
    reached = set()
    for origin, heir in lineage:
        root = heir
        while root is not None:
            reached.add((root, origin))
            root = parents[root]
    Reach.objects.bulk_create(
        [Reach(root_id=root, unit_id=unit) for root, unit in sorted(reached)],
        batch_size=1000,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('root', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='units.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='units.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('root', 'unit'), name='reach_once')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
