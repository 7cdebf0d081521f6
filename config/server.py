"""gunicorn's settings: `gunicorn -c config/server.py config.wsgi`. PORT changes the address."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = 2
threads = 4
loglevel = "warning"
control_socket_disable = True
