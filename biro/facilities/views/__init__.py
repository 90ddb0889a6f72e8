"""Pages of the facilities room."""
