"""The command line. Qt is loaded only inside the subcommand that needs it."""
