"""The only door to other people's servers: one process, named hosts, public addresses."""
