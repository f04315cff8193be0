"""newsharvest.lines."""
