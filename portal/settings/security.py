"""Headers and content policies. SECURITY: each answer of Django carries them; see portal.middleware.headers."""

from csp.constants import NONCE, NONE, SELF

# The public pages: everything from here, nothing inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# Admin: a nonce for the editor's import map; its inline <style> is kept out by static/admin/js/editor-toolbar.js.
ADMIN_CONTENT_SECURITY_POLICY = {
    name: values
    for name, values in (CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"script-src": [SELF, NONCE]}).items()
    if name not in ("media-src", "manifest-src")
}

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
        "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
        "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
