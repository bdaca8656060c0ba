"""What GitHub tells a run and what a run asks GitHub."""
