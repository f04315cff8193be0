"""The tests: one file for each noun of the library."""
