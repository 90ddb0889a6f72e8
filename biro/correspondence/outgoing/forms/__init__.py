"""Forms of outgoing letters."""
