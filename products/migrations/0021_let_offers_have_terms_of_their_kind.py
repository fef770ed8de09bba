from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0020_wrap_gifts'),
    ]

    operations = [
        migrations.AddField(
            model_name='entitlement',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('refunded', 'refunded'), ('withdrawn', 'withdrawn by the shop')], editable=False, max_length=9),
        ),
        migrations.AddField(
            model_name='entitlement',
            name='terms',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='offer',
            name='terms',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
