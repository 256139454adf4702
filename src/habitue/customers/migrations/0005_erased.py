"""Someone who was erased has no name; and is archived."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_free_fields_and_own_lists")]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveConstraint(model_name="customer", name="customer_named"),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=~Q(first_name="", last_name="", company_name="")
                | Q(erased_at__isnull=False),
                name="customer_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(archived_at__isnull=False),
                name="erased_is_archived",
            ),
        ),
    ]
