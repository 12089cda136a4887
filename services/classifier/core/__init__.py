"""The judgement: pure functions from the messages of a request to a level. Read in this order.

`messages` finds the messages and their texts, `spans` tells who speaks in each, `lexicon` holds every word and shape
that is looked for, `vocabulary` and `tables` compile them, `evidence` reads failures, `tools` tells looking from doing, `reading` is
what one message says, `frame` picks the messages of the active task, `marks` names concepts, `said` and `shown` gather
words and failures, `asked`, `failures`, `hardness` and `stakes` turn them into `facts`, `gates`, `floors` and `scoring`
turn facts into levels, `policy` puts them in order, `escalation` adds the session, `analysis` explains, `engine` runs it.
"""
