"""Shapes of what people fill in; rules live in the services."""
