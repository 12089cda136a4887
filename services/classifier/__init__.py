"""Texts in, decision out. Read `worker` (the loop), `handler` (one request), then `core.engine` (the judgement).

`engine_cache` keeps compiled configs by digest, `session_store` what is remembered of a task.
"""
