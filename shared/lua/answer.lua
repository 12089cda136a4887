-- Publish a reply if the state of its task is still the one it was judged with, and store the state that follows.
-- KEYS: 1 state; 2 sorted set of states by time of last use
-- ARGV: 1 channel; 2 reply; 3 state it was judged with ('' for none); 4 state that follows ('' for none);
--       5 lifetime in ms, 0 to store and renew nothing; 6 most states
-- Reply: nil when it is published, else the state as another worker left it ('' for none)
local current = redis.call('GET', KEYS[1]) or ''
if current ~= ARGV[3] then
  return current
end
if ARGV[5] ~= '0' and ARGV[4] ~= '' then
  if ARGV[4] == current then
    redis.call('PEXPIRE', KEYS[1], ARGV[5])
  else
    redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[5])
    local now = redis.call('TIME')
    redis.call('ZADD', KEYS[2], now[1] + now[2] / 1000000, KEYS[1])
    redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now[1] - ARGV[5] / 1000)
    local surplus = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[6])
    if surplus > 0 then
      local old = redis.call('ZPOPMIN', KEYS[2], surplus)
      for i = 1, #old, 2 do
        redis.call('DEL', old[i])
      end
    end
  end
end
redis.call('PUBLISH', ARGV[1], ARGV[2])
return nil
