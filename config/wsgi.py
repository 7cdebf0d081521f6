"""The application that gunicorn serves. It does not start with unsafe settings."""

import os

from django.core.wsgi import get_wsgi_application

from config.checks import refuse_to_serve_unsafely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
refuse_to_serve_unsafely()
application = get_wsgi_application()
