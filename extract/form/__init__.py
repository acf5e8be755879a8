"""The statutory form as data, one file an edition, and the matching of printed labels."""
