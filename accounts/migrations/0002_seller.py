"""The business behind a storefront; apart from the user, since Wagtail's own tables need users first."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name='Seller',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='business name')),
                ('country', models.CharField(help_text='Two-letter code, such as DE.', max_length=2, verbose_name='country')),
                ('tax_id', models.CharField(blank=True, max_length=40, verbose_name='VAT or tax number')),
                ('payout_iban', models.CharField(blank=True, max_length=34, verbose_name='payout account (IBAN)')),
                ('state', models.CharField(choices=[('unverified', 'not verified yet'), ('verified', 'verified'), ('suspended', 'suspended')], default='unverified', max_length=12, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('collection', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.collection')),
                ('group', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='auth.group')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sellers', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'seller',
                'verbose_name_plural': 'sellers',
            },
        ),
    ]
