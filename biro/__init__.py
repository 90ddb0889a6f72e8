"""Biro: the office system of Indonesia's General Affairs bureaus."""
