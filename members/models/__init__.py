from .audit import AuditEntry, AuditHead
from .member import Member
from .organisation import Organisation
from .outbox import OutboxMail
from .place import Place
from .post import Post
from .private import PrivateDetails

__all__ = ["AuditEntry", "AuditHead", "Member", "Organisation", "OutboxMail", "Place", "Post", "PrivateDetails"]
