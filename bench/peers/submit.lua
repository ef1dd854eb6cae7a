-- What a city would make of Redis for the engine's counter load: a demand enters the log, a stream, and the stream of its lead,
-- under one id. A script runs alone, so that a number is checked and taken in one step.
--
-- ARGV: session, number, place, category, text, contact. The answer: {0, id, lead}, or {1} where the number was taken before.

local expected = tonumber(redis.call('HGET', 'sessions', ARGV[1]) or 1)
local number = tonumber(ARGV[2])
if number < expected then return {1} end
if number > expected then return redis.error_reply('NOTNEXT ' .. expected .. ' is the next number of this session') end

-- "lead:severity:chain"
local route = redis.call('HGET', 'routes', ARGV[3] .. ':' .. ARGV[4])
if not route then return redis.error_reply('UNKNOWN place or category') end
local lead = string.match(route, '^%d+')

local id = redis.call('XADD', 'log', '*', 's', ARGV[1], 'n', ARGV[2], 'p', ARGV[3], 'c', ARGV[4], 'r', route, 't', ARGV[5],
                      'k', ARGV[6])
redis.call('XADD', 'queue:' .. lead, id, 'n', '')
redis.call('HSET', 'sessions', ARGV[1], number + 1)
return {0, id, lead}
