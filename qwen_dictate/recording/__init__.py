"""The spine: recordings that one side writes and the other reads while they grow."""
