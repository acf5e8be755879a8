"""Tests of gongkai."""
