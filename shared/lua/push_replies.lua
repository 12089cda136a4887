-- Hand replies to one gateway. Not written to disk or to replicas: a reply is worth nothing a second later.
-- KEYS: 1 the gateway's reply list
-- ARGV: 1 lifetime of the list in ms; 2.. replies
-- Reply: how many wait there now
redis.set_repl(redis.REPL_NONE)
for i = 2, #ARGV do
  redis.call('RPUSH', KEYS[1], ARGV[i])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('LLEN', KEYS[1])
