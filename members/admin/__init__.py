from . import audit, mail, members, organisations

__all__ = ["audit", "mail", "members", "organisations"]
