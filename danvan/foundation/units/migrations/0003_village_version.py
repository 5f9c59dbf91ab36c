from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0002_village")]

    operations = [
        migrations.AddField(
            model_name="village",
            name="version",
            field=models.PositiveIntegerField(
                default=1, editable=False, verbose_name="version"
            ),
        )
    ]
