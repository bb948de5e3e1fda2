"""Who did it, by the names people go by."""

from scoring.communities.called import OWN, called
from service.audit.actor import SYSTEM
from service.web.people import load_people, person_name


def test_people_are_called_by_their_own_names(app, account):
    manager, resident, shop = account("community"), account("resident"), account("shopkeeper")
    manager.display_name, shop.display_name = "沈桂英", "翠苑超市"
    app.extensions["sqlalchemy"].session.commit()
    load_people([manager.name, resident.name, None])
    assert called(manager.name) == person_name(manager.name) == "沈桂英"
    assert called(resident.name) is OWN
    assert called("gone") == person_name("gone") == "gone"
    assert str(called(SYSTEM.name)) == person_name(SYSTEM.name) == "系统"
    assert called(shop.name) == "翠苑超市"
    assert person_name(shop.name) == shop.name, "the office does not name whom it does not know"
