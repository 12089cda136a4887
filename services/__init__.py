"""The processes of Dispatch: gateway (HTTP in, OpenRouter out), classifier (texts in, decision out), cli (the operator's commands)."""
