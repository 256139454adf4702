"""A venue may have no tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("house", "0009_receipts_signs_and_own_cards"),
    ]

    operations = [
        migrations.AddField(
            model_name="venue",
            name="has_tables",
            field=models.BooleanField(default=True),
        ),
    ]
