"""Text out of attachments, hidden parts included; runs in a process of its own (``child``).

Nothing here may import Django: the child starts anew for each file.
"""
