"""The pages. Each module names its handlers in `routes`."""
