from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("house", "0003_tax_id")]

    operations = [
        migrations.AddField(
            model_name="house",
            name="invoice_footer",
            field=models.CharField(blank=True, max_length=600),
        ),
    ]
