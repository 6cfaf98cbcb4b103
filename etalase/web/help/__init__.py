"""Public help: what things are, and how to do them in each country."""
