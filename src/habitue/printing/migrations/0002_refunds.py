"""Slips of refunds, and of top-ups that were given back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("printing", "0001_opening")]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="document",
            field=models.CharField(
                choices=[
                    ("bill", "Bill"),
                    ("receipt", "Receipt"),
                    ("top_up", "Top-up slip"),
                    ("settlement", "Settlement slip"),
                    ("refund", "Refund slip"),
                    ("given_back", "Top-up given back"),
                    ("shift", "Shift report"),
                    ("test", "Test print"),
                ],
                max_length=12,
            ),
        ),
    ]
