"""The part of the probe that lives in the second database."""
