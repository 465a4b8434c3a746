"""Django's own commands, for developers; operators use bin/xinqiao."""

import os
import sys

import xinqiao  # noqa: F401 (swaps the SQLite module first)

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinqiao.config.settings.embedded")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
