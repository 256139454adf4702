"""A consent names its words: until now those beside the tick were left out."""

from django.db import migrations


def name_them(apps, schema_editor):
    consents = apps.get_model("customers", "Consent").objects
    consents.filter(wording="").update(wording="Marketing allowed")
    consents.filter(channel="").update(channel="office")


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_grams")]

    operations = [migrations.RunPython(name_them, migrations.RunPython.noop)]
