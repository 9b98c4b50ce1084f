"""Valkey: what is true this second. The only room that knows redis-py, key names and Functions."""
