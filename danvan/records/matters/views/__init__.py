"""The pages of matters and commitments."""
