-- Replace the state of a task in a session if nobody changed it since it was read.
-- KEYS: 1 state; 2 sorted set of states by time of last use
-- ARGV: 1 state as it was read ('' for none); 2 new state; 3 lifetime in ms; 4 most states
-- Reply: 1 replaced, 0 somebody was faster
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
local now = redis.call('TIME')
redis.call('ZADD', KEYS[2], now[1] + now[2] / 1000000, KEYS[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now[1] - ARGV[3] / 1000)
local surplus = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[4])
if surplus > 0 then
  local old = redis.call('ZPOPMIN', KEYS[2], surplus)
  for i = 1, #old, 2 do
    redis.call('DEL', old[i])
  end
end
return 1
