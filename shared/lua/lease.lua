-- Renew, give up or only look at leases. The server's clock decides, so hosts need not agree on the time.
-- Not written to disk or to replicas: a lease is renewed within seconds wherever the server is.
-- KEYS: 1 sorted set of holders by the end of their lease (unix seconds)
-- ARGV: 1 holder, or '' to look only; 2 length in seconds, 0 or less gives the lease up
-- Reply: the holders whose lease lives
redis.set_repl(redis.REPL_NONE)
local now = redis.call('TIME')
local time = now[1] + now[2] / 1000000
if ARGV[1] ~= '' then
  if tonumber(ARGV[2]) > 0 then
    redis.call('ZADD', KEYS[1], time + ARGV[2], ARGV[1])
  else
    redis.call('ZREM', KEYS[1], ARGV[1])
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', time)
return redis.call('ZRANGE', KEYS[1], 0, -1)
