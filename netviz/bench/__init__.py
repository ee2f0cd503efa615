"""The measurements of `netviz bench` that need a screen."""
