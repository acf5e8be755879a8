"""Downloader middlewares: what is asked, of whom, and that every answer is kept."""
