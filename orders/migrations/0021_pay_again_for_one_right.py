import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0020_make_subscriptions'),
    ]

    operations = [
        migrations.AddField(
            model_name='item',
            name='is_renewal',
            field=models.BooleanField(default=False, editable=False, help_text='Paid for what an earlier item gave: a further period.'),
        ),
        migrations.AlterField(
            model_name='item',
            name='entitlement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='products.entitlement'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(condition=models.Q(('is_renewal', False)), fields=('entitlement',), name='each_right_is_sold_once'),
        ),
    ]
