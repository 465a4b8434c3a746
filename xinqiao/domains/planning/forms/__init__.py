"""Forms of the planning; field names are the arguments of the actions."""
