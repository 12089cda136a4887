"""HTTP in, OpenRouter out. Read `chat` first: it is the life of one request from top to bottom.

`server` starts the process, `app` wires the routes, `runtime` owns what requests share, `relay` carries the answer,
`upstream` and `classifier_client` talk to the two neighbours, `recorder` writes down what happened. `core` decides, purely.
"""
