"""Pages for those who write programs against the API."""
