"""newsharvest.inspection."""
