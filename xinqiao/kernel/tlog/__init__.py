"""Append-only Merkle logs (RFC 9162) in the C2SP formats: plain functions, no Django."""
