"""The room where a step is explained: which story, how it is walked through, and making its step real."""
