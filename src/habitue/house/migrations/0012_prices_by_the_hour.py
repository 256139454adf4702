from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("house", "0011_how_the_reader_types")]

    operations = [
        migrations.AddField(
            model_name="venue",
            name="prices_by_hour",
            field=models.BooleanField(default=False),
        ),
    ]
