"""Screens of the inspection."""
