"""Who passed exactly which content: approvals bound to the SHA-256 of a canonical document."""
