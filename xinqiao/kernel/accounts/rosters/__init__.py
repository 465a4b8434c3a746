"""Units and accounts from one workbook: read, held against the register, then imported whole."""
