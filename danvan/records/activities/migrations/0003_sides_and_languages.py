from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0002_activity_counterpart_activity_host_need'),
    ]

    operations = [
        migrations.AddField(
            model_name='activity',
            name='language',
            field=models.CharField(blank=True, max_length=60, verbose_name='language taught'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(condition=models.Q(('status', 'withdrawn'), _negated=True), fields=['-on', '-id'], name='activity_newest'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('host', ''), models.Q(('status', 'held'), _negated=True), models.Q(('counterpart', ''), _negated=True), _connector='OR'), name='host_names_the_other_side'),
        ),
    ]
