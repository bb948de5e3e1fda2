"""Private data: encryption at rest, a keyed look-up index, masks for the screen."""

from service.private.cipher import blind_index, seal, unseal
from service.private.masking import mask_name, mask_number

__all__ = ["blind_index", "mask_name", "mask_number", "seal", "unseal"]
