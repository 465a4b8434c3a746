"""Append-only Merkle log (RFC 6962 hashing); used privately by audit, publicly by press."""
