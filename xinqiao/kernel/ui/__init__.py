"""Public page frame and components; the workbench shell on the Wagtail admin."""
