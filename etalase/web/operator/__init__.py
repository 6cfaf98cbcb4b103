"""The operators' desk: what the platform itself decides."""
