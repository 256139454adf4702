from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("house", "0002_publish_on_send")]

    operations = [
        migrations.AddField(
            model_name="house",
            name="tax_id",
            field=models.CharField(blank=True, max_length=80),
        ),
    ]
