"""Screens of the workbench; each loads what the person may see and calls one action."""
