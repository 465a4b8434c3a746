"""Sites, columns, who may work in a column, addresses and redirects."""
