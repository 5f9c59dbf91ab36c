"""The pages of blocs."""
