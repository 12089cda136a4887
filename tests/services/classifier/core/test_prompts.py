"""Prompts as people type them: with labels, openings, slips and small orders around what they ask."""

import pytest

from tests.services.classifier.core.conftest import Judge

PROMPTS = [
    ("critical", "prod is donw, nobody can log in"),
    ("critical", "help!! i just dropped the users table in production"),
    ("critical", "Help me, the payment service charges customers twice since the deploy"),
    ("critical", "[10:42] checkout returns 500 for everyone since the release"),
    ("critical", "URGENT: our AWS key is on GitHub, public repo, someone is already using it"),
    ("critical", "## Incident\n\nAll customers see each other's invoices since 14:00. Find out why and stop it."),
    (
        "critical",
        "Hi Claude,\n\nthe production databse is gone, I ran the migration with --force. Backups are from yesterday.\n\nThanks,\nMaria",
    ),
    ("critical", '{"task": "The live payments API double charges since this morning, find out why and stop it"}'),
    ("critical", "我们线上的数据库被误删了，帮我看看怎么恢复"),
    (
        "critical",
        "Note: production only. Customers cannot pay since the deploy an hour ago. Also fix the typo in the README.",
    ),
    ("hard", "help me find out why the cache returns stale values only under load, about one in fifty requests"),
    ("hard", "Feature request: migrate all 23 services from REST to gRPC, old clients must keep working"),
    (
        "hard",
        "In src/queue/worker.ts, jobs are sometimes processed twice when two workers start at the same time. Find the race and fix it.",
    ),
    ("hard", "I'd like you to design how we shard the orders table: 2 TB, 8k writes/s, no downtime"),
    ("hard", "#4127 memory grows by 200 MB a day in production until the pod is killed, find the leak"),
    (
        "hard",
        "Do the following:\n1. Move all 40 call sites of LegacyAuth to the new client\n2. keep the old cookies valid\n3. run the tests",
    ),
    ("hard", "ok so the deadlock is back, 3 of 40 runs hang in CI"),
    ("medium", "help me write a parser for INI files in Go with tests"),
    ("medium", "note that we use pnpm. Add pagination to the orders list, 25 per page"),
    ("medium", "bug: the date picker shows the wrong month when the locale is German"),
    ("medium", "Error: Cannot find module './cart' when I run npm start. It worked yesterday."),
    ("medium", "[frontend] add a dark mode toggle to the settings page"),
    ("medium", "/fix the login form accepts empty passwords"),
    (
        "medium",
        "### Task\n\nAdd an endpoint that returns the user's orders as CSV\n\n### Acceptance criteria\n- it works\n- tests pass",
    ),
    ("medium", "帮我给订单接口加上分页"),
    ("medium", "test_total fails with KeyError: 'price', fix it"),
    ("easy", "help me rename foo to bar in utils.py"),
    ("easy", "please fix the typo in the README"),
    ("easy", "what does SIGPIPE mean?"),
    ("easy", "TODO: bump the version to 1.4.2"),
    ("easy", "src/cart/index.ts\nrename total to sum"),
    ("easy", 'could you translate this to German: "Your cart is empty"'),
    ("easy", "I need some help. How do I undo the last commit in git?"),
    ("easy", "hey so what's the command to list open ports on linux"),
    ("easy", "thanks, that works!"),
    ("easy", "Remove the console.log in app.js\n\ncc @maria"),
]


@pytest.mark.parametrize(("level", "prompt"), PROMPTS, ids=[prompt[:40] for _, prompt in PROMPTS])
def test_a_prompt_has_its_level(judge: Judge, level: str, prompt: str) -> None:
    assert judge(prompt).level == level
