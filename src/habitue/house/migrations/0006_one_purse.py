"""A house may let one press spend the wallet first and charge the rest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("house", "0005_days_that_are_closed")]

    operations = [
        migrations.AddField(
            model_name="house", name="one_purse", field=models.BooleanField(default=False)
        )
    ]
