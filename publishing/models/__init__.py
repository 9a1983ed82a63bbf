from .consent import Consent
from .move import Move
from .publication import Audience, Publication, State

__all__ = ["Audience", "Consent", "Move", "Publication", "State"]
