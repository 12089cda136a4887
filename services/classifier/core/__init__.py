"""The judgement: pure functions from the messages of a request to a level. Read in this order.

`messages` finds the messages and their texts, `spans` tells who speaks in each of them, `lexicon` holds every
word and shape that is looked for, `reading` is what one message says, `frame` picks the messages of the active
task, `facts` and `detectors` say what is wanted and what happened, `gates`, `floors` and `scoring` turn facts
into levels, `policy` puts them in order, `engine` runs it all and explains the decision.
"""
