from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("house", "0004_invoice_footer")]

    operations = [
        migrations.AddField(
            model_name="house",
            name="blind_count",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="house",
            name="close_days_at_night",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="house",
            name="closed_through",
            field=models.DateField(null=True),
        ),
    ]
