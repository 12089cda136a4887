"""The operator's commands: `main` reads the command line and loads one of `up`, `check_config`, `health`, `route`, `evaluate`.

`up` puts a whole Dispatch on one machine together from `valkey` (the embedded server), `listener` (the sockets) and
`supervisor` (children, restarts, the order of stopping).
"""
