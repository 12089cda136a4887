"""What the gateway decides, as functions from values to values. No waiting, no clock, no socket, no framework.

In the order of a request: `chat_request`, `override`, `splice`, `upstream_error`, `sse`, `response_headers`,
`request_record`; beside it `local_error`, `reload_state`, `env_file`, `exposition`.
"""
