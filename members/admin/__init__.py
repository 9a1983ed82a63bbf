from . import audit, members, organisations

__all__ = ["audit", "members", "organisations"]
