"""Etalase: a self-hosted social-commerce server. ARCHITECTURE.md is the map."""

__version__ = "0.1.0"
