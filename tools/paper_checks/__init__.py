"""The paper's statements, each with its number, error and verdict; a family of statements per module, listed in registry.py."""
