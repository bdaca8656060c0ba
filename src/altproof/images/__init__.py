"""Untrusted image bytes made safe: recognised here by their headers, decoded in a child process with limits."""
