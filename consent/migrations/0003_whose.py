"""What hangs on a person is of their councillor, and a contact of the person, channel and capacity that
its permission and its person are of: nobody else's rows are reached by way of it.
"""

from django.db import migrations

WHOSE = """
ALTER TABLE consent_contactpermission ADD CONSTRAINT consent_contactpermission_of_their_councillor
    FOREIGN KEY (constituent_id, councillor_id)
    REFERENCES consent_constituent (id, councillor_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE consent_contact ADD CONSTRAINT consent_contact_of_their_councillor
    FOREIGN KEY (constituent_id, councillor_id, capacity)
    REFERENCES consent_constituent (id, councillor_id, capacity) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE consent_contact ADD CONSTRAINT consent_contact_of_its_permission
    FOREIGN KEY (permission_id, constituent_id, channel_id)
    REFERENCES consent_contactpermission (id, constituent_id, channel_id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE consent_share ADD CONSTRAINT consent_share_of_their_councillor
    FOREIGN KEY (constituent_id, councillor_id)
    REFERENCES consent_constituent (id, councillor_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE consent_reading ADD CONSTRAINT consent_reading_of_their_councillor
    FOREIGN KEY (constituent_id, councillor_id, capacity)
    REFERENCES consent_constituent (id, councillor_id, capacity) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE consent_reading ADD CONSTRAINT consent_reading_under_its_opening
    FOREIGN KEY (opening_id, councillor_id)
    REFERENCES consent_opening (id, councillor_id) DEFERRABLE INITIALLY DEFERRED;
"""
ANYBODYS = """
ALTER TABLE consent_reading DROP CONSTRAINT consent_reading_under_its_opening;
ALTER TABLE consent_reading DROP CONSTRAINT consent_reading_of_their_councillor;
ALTER TABLE consent_share DROP CONSTRAINT consent_share_of_their_councillor;
ALTER TABLE consent_contact DROP CONSTRAINT consent_contact_of_its_permission;
ALTER TABLE consent_contact DROP CONSTRAINT consent_contact_of_their_councillor;
ALTER TABLE consent_contactpermission DROP CONSTRAINT consent_contactpermission_of_their_councillor;
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_channels")]

    operations = [migrations.RunSQL(WHOSE, ANYBODYS)]
