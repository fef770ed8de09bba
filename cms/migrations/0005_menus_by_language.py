"""An entry of the menus may stand in one language alone."""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0004_choices_about_mails'),
    ]

    operations = [
        migrations.AlterField(
            model_name='navigationsettings',
            name='footer',
            field=wagtail.fields.StreamField([('link', 4)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': "Empty: the page's own title.", 'max_length': 40, 'required': False}), 1: ('wagtail.blocks.PageChooserBlock', (), {'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'Used when no page is chosen.', 'max_length': 200, 'required': False}), 3: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('en', 'English'), ('de', 'Deutsch')], 'help_text': 'Empty: in the menu of every language.', 'label': 'Language', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 0), ('page', 1), ('address', 2), ('language', 3)]], {})}, verbose_name='footer'),
        ),
        migrations.AlterField(
            model_name='navigationsettings',
            name='main',
            field=wagtail.fields.StreamField([('link', 4)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': "Empty: the page's own title.", 'max_length': 40, 'required': False}), 1: ('wagtail.blocks.PageChooserBlock', (), {'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'Used when no page is chosen.', 'max_length': 200, 'required': False}), 3: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('en', 'English'), ('de', 'Deutsch')], 'help_text': 'Empty: in the menu of every language.', 'label': 'Language', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('title', 0), ('page', 1), ('address', 2), ('language', 3)]], {})}, verbose_name='header'),
        ),
    ]
