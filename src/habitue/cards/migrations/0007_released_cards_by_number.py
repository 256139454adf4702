from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0006_pins_of_merged_records"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="card",
            index=models.Index(
                condition=models.Q(("released_at__isnull", False)),
                fields=["house", "number_key"],
                name="card_released",
            ),
        ),
    ]
