"""For WSGI servers: `gunicorn wsgi:app`."""

from biro import create_app

app = create_app()
