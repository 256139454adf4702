"""Cards bound before this was written down were made the day they were given."""

from django.db import migrations

BOUND = "UPDATE cards_card SET bound_on = date(created_at) WHERE customer_id IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("cards", "0003_card_batches")]
    operations = [migrations.RunSQL(BOUND, migrations.RunSQL.noop)]
