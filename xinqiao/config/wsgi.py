"""The WSGI application that granian serves."""

import os

from xinqiao.config import options

os.environ.setdefault("DJANGO_SETTINGS_MODULE", options.load().settings_module)

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
