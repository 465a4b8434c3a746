"""Help for the people of the units: the user guide inside the workbench (T04, X08)."""
