"""Words of Wagtail that its own Chinese catalogue leaves in English."""
