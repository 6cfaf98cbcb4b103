"""Wiring only: which rooms, jobs and doors make up the running server. No rule lives here."""
