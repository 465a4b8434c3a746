"""Ways to the outside: visits to our own sites."""
