"""The window itself: its bars, menus, actions, messages and looks."""
