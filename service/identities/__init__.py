"""Whose account it is: an identity a clerk saw at the window, tied to one account."""

from service.identities.models import AccountIdentity, KinStanding, Standing
from service.identities.reading import Identity, identity_of

__all__ = ["AccountIdentity", "Identity", "KinStanding", "Standing", "identity_of"]
