"""gunicorn for the portal: `gunicorn --config deploy/gunicorn.conf.py portal.wsgi`."""

import os

_host, _port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"

bind = os.environ.get("BIND") or f"{f'[{_host}]' if ':' in _host else _host}:{_port}"  # BIND=unix:/run/portal/web.sock
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
preload_app = True  # settings are read once, so a missing secret is reported once
timeout = 60
graceful_timeout = 20
max_requests = 5000  # against slow growth of memory
max_requests_jitter = 500
control_socket_disable = True
loglevel = "warning"
