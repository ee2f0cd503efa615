"""What is shown, resolved to frozen data: palette, layout, scene, clock, probe, intents. QtCore at most."""
