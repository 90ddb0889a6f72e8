"""What tests share beside the cast: databases, a browser client, a counter of queries."""
