"""What happens to a finding, a step a file: read, normalise, check, land."""
