"""Documents compiled to few SQL statements and an encoder. See README.md in this folder."""
