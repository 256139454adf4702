"""Managers of houses that were open before may give top-ups back and let value last longer."""

from django.db import migrations

NEW = ("prepaid.refund_top_up", "prepaid.extend")


def give(apps, schema_editor):
    role_right = apps.get_model("staff", "RoleRight")
    for role in apps.get_model("staff", "Role").objects.filter(key="manager"):
        for right in NEW:
            role_right.objects.get_or_create(house_id=role.house_id, role=role, right=right)


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_right_to_take_a_settling_back")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
