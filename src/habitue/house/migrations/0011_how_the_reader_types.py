"""What was taught of the card reader at a till."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("house", "0010_venues_without_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="till",
            name="reader_prefix",
            field=models.CharField(blank=True, max_length=8, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="till",
            name="reader_suffix",
            field=models.CharField(blank=True, max_length=8, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="till",
            name="reader_gap_ms",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
