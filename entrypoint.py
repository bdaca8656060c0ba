"""What the container runs: the same program as the `altproof` command."""

from altproof.cli import script

if __name__ == "__main__":
    script()
