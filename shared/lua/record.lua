-- Apply one batch of a gateway's finished requests, once, however often it is sent.
-- KEYS: 1 counters (hash); 2 number of this gateway's last batch; 3 ring (hash id -> record); 4 ring order (list of ids)
-- ARGV: 1 number of the batch; 2 lifetime of KEYS[2] in s; 3 ring size; 4 label limit; 5 how many counters follow;
--       then name, amount for each; then id, record for each ring entry
-- Reply: 1 applied, 0 known already
if tonumber(redis.call('GET', KEYS[2]) or '0') >= tonumber(ARGV[1]) then
  return 0
end
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
local at = 6
for _ = 1, tonumber(ARGV[5]) do
  local name = ARGV[at]
  local map = string.match(name, '^([%w_]+):')
  if map and redis.call('HEXISTS', KEYS[1], name) == 0 then
    local size = redis.call('HINCRBY', KEYS[1], '#' .. map, 1)
    if size > tonumber(ARGV[4]) then
      redis.call('HINCRBY', KEYS[1], '#' .. map, -1)
      name = map .. ':other'
    end
  end
  redis.call('HINCRBYFLOAT', KEYS[1], name, ARGV[at + 1])
  at = at + 2
end
while at < #ARGV do
  if redis.call('HSET', KEYS[3], ARGV[at], ARGV[at + 1]) == 1 then
    redis.call('RPUSH', KEYS[4], ARGV[at])
  end
  at = at + 2
end
local surplus = redis.call('LLEN', KEYS[4]) - tonumber(ARGV[3])
while surplus > 0 do
  -- Lua hands some 8,000 values to one command at most: a ring may have been made smaller by more than that
  local old = redis.call('LPOP', KEYS[4], math.min(surplus, 1000))
  redis.call('HDEL', KEYS[3], unpack(old))
  surplus = surplus - #old
end
return 1
