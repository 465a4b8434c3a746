"""Readers of what comes from outside: files to import, statutes, old sites."""
