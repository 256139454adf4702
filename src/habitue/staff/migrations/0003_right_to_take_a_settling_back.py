"""Managers of houses that were open before may take a settling back."""

from django.db import migrations


def give(apps, schema_editor):
    role_right = apps.get_model("staff", "RoleRight")
    for role in apps.get_model("staff", "Role").objects.filter(key="manager"):
        role_right.objects.get_or_create(
            house_id=role.house_id, role=role, right="house_accounts.unsettle"
        )


class Migration(migrations.Migration):
    dependencies = [("staff", "0002_rights_of_phones_and_paper")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
