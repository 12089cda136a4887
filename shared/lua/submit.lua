-- Put classify requests into the queue, as many as it has room for.
-- Nothing of it is written to disk or to replicas: payloads hold prompt text.
-- KEYS: 1 queue; 2.. one payload key per request
-- ARGV: 1 queue limit; 2 lifetime of the payloads in ms; then for each request: queue entry, payload
-- Reply: how many were taken, from the front
redis.set_repl(redis.REPL_NONE)
local room = tonumber(ARGV[1]) - redis.call('LLEN', KEYS[1])
local taken = math.max(math.min(#KEYS - 1, room), 0)
for i = 1, taken do
  redis.call('SET', KEYS[i + 1], ARGV[2 * i + 2], 'PX', ARGV[2])
  redis.call('RPUSH', KEYS[1], ARGV[2 * i + 1])
end
if taken > 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return taken
