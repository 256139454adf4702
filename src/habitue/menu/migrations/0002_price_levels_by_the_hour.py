from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("menu", "0001_opening")]

    operations = [
        migrations.AddField(
            model_name="pricelevel",
            name="days",
            field=models.CharField(blank=True, default="", max_length=7),
        ),
        migrations.AddField(
            model_name="pricelevel",
            name="from_minute",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="pricelevel",
            name="to_minute",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
