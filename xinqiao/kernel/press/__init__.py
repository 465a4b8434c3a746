"""Turns public addresses into pages, without a request, recording what each depends on."""
