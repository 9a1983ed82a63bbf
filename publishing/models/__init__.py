from .consent import Consent
from .move import Move
from .publication import Audience, Publication, State, digest_of

__all__ = ["Audience", "Consent", "Move", "Publication", "State", "digest_of"]
