"""Roles of houses that were open before get the rights their namesakes begin with since."""

from django.db import migrations

NEW = {"manager": ("customers.merge",)}


def give(apps, schema_editor):
    role_right = apps.get_model("staff", "RoleRight")
    for role in apps.get_model("staff", "Role").objects.filter(key__in=NEW):
        for right in NEW[role.key]:
            role_right.objects.get_or_create(house_id=role.house_id, role=role, right=right)


class Migration(migrations.Migration):
    dependencies = [("staff", "0007_right_to_choose_a_price_level")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
