"""Every change of the portal; one function per use-case."""
