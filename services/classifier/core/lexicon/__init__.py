"""Every word and shape the judgement looks for, as data: no decision is taken here.

`language` is the small notation the word tables are written in, `acts` what people ask for, `risk` what can go
wrong, `difficulty` what makes work hard, `turns` how people go on with a task, `outcomes` what tools print,
`shapes` what lines of text look like.
"""
