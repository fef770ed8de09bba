import cms.money
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('orders', '0014_make_coupons')]

    operations = [
        migrations.RemoveConstraint(
            model_name='item',
            name='fee_within_amount',
        ),
        migrations.AddField(
            model_name='item',
            name='discount',
            field=cms.money.AmountField(default=0, verbose_name='discount'),
        ),
        migrations.AddField(
            model_name='item',
            name='discount_by_shop',
            field=cms.money.AmountField(default=0),
        ),
        migrations.AddField(
            model_name='order',
            name='coupon_code',
            field=models.CharField(blank=True, editable=False, max_length=32, verbose_name='coupon'),
        ),
        migrations.AddField(
            model_name='order',
            name='discount',
            field=cms.money.AmountField(default=0, editable=False, verbose_name='discount'),
        ),
        migrations.AlterField(
            model_name='posting',
            name='account',
            field=models.CharField(choices=[('stripe', 'at Stripe'), ('fee', 'platform fee'), ('seller', 'owed to seller'), ('buyer', 'owed to buyer'), ('coupon', 'borne by the shop')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('fee__lte', django.db.models.expressions.CombinedExpression(models.F('amount'), '+', models.F('discount_by_shop')))), name='fee_within_amount'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('discount_by_shop__lte', models.F('discount'))), name='shop_bears_no_more_than_the_discount'),
        ),
    ]
