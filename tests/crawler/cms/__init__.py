"""Tests of the CMS families, a file each."""
