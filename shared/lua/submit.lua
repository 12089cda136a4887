-- Put classify requests into the queue, as many as it has room for.
-- Nothing of it is written to disk or to replicas: requests hold prompt text.
-- KEYS: 1 queue
-- ARGV: 1 queue limit; 2 lifetime of a queue that nobody pushes to, in ms; 3.. requests
-- Reply: how many were taken, from the front
redis.set_repl(redis.REPL_NONE)
local taken = math.max(math.min(#ARGV - 2, tonumber(ARGV[1]) - redis.call('LLEN', KEYS[1])), 0)
for i = 3, taken + 2 do
  redis.call('RPUSH', KEYS[1], ARGV[i])
end
if taken > 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return taken
