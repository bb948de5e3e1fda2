"""Who did it, by the names people go by."""

from scoring.communities.called import OWN, SERVICE, called, meet
from service.audit.actor import SYSTEM


def test_people_are_called_by_their_own_names(app, account):
    manager, resident = account("community"), account("resident")
    manager.display_name = "沈桂英"
    app.extensions["sqlalchemy"].session.commit()
    meet([manager.name, resident.name, None])
    assert called(manager.name) == "沈桂英"
    assert called(resident.name) is OWN
    assert called("gone") == "gone"
    assert called(SYSTEM.name) is SERVICE
