"""The JSON doors under /api/v1. Each module names its handlers in `routes`."""
