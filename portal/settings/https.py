"""What https adds. `prod` takes it unless HTTPS=0, `dev` with HTTPS=1.

Whether a request came over https is said by gunicorn, which believes X-Forwarded-Proto from its
own FORWARDED_ALLOW_IPS only (this machine by default).
"""

from .security import ADMIN_CONTENT_SECURITY_POLICY as ADMIN_POLICY
from .security import CONTENT_SECURITY_POLICY as PUBLIC_POLICY

SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, over http
SECURE_HSTS_SECONDS = 2 * 365 * 86400
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_POLICY["DIRECTIVES"] | {"upgrade-insecure-requests": True}}
ADMIN_CONTENT_SECURITY_POLICY = ADMIN_POLICY | {"upgrade-insecure-requests": True}
