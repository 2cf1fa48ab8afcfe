use redis::Script;

/// One script for each step of the contract. `access_token::Store` states the rules; the memory
/// store and the file store keep the same ones in Rust.
pub(crate) struct Scripts {
    pub(crate) load: Script,
    pub(crate) begin: Script,
    pub(crate) commit: Script,
    pub(crate) abandon: Script,
    pub(crate) reject: Script,
    pub(crate) gate: Script,
}

impl Scripts {
    pub(crate) fn new() -> Self {
        let script = |step: &str| Script::new(&format!("{COMMON}{step}"));
        Self {
            load: script(LOAD),
            begin: script(BEGIN),
            commit: script(&format!("{END}{COMMIT}")),
            abandon: script(&format!("{END}{ABANDON}")),
            reject: script(REJECT),
            gate: script(GATE),
        }
    }
}

/// Reads the hash and the clock. All times are microseconds, exact in Lua's numbers until 2255.
const COMMON: &str = r"
local key = KEYS[1]
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local function text(number) return string.format('%.0f', number) end

local names = {'fence', 'committed', 'lease', 'gate', 'stamp', 'fetched'}
local held = redis.call('HMGET', key, unpack(names))
local at = {}
for place, name in ipairs(names) do
  at[name] = tonumber(held[place] or '0')
  if not at[name] then
    return redis.error_reply('CORRUPT a field of the record is not a number')
  end
end

-- The clock of Redis stepped back: all times follow it, as if none had passed since the last
-- write.
local back = at.stamp - now
if back > 0 then
  for _, name in ipairs({'lease', 'gate', 'stamp', 'fetched'}) do
    at[name] = math.max(0, at[name] - back)
    redis.call('HSET', key, name, text(at[name]))
  end
end

local function record(answer)
  local kept = redis.call('HMGET', key, 'token', 'token_fence', 'lifetime', 'fetched_wall')
  if not kept[1] then return {'none'} end
  return {answer, kept[1], kept[2], kept[3], text(math.max(0, now - at.fetched)), kept[4]}
end
";

const LOAD: &str = "return record('record')";

/// Arguments: fence of the record seen or an empty text, lease, least interval.
const BEGIN: &str = r"
local current = redis.call('HGET', key, 'token_fence')
if current and current ~= ARGV[1] then return record('newer') end
if now < at.lease then return {'held', text(at.lease - now)} end
if now < at.gate then return {'soon', text(at.gate - now)} end
local fence = text(math.max(at.fence, now) + 1)
local lease = now + tonumber(ARGV[2])
local gate = lease + tonumber(ARGV[3])
redis.call('HSET', key, 'fence', fence, 'lease', text(lease), 'gate', text(gate), 'stamp', text(now))
return {'granted', fence}
";

/// Arguments: fence, least interval + margin, ...
const END: &str = r"
local fence = tonumber(ARGV[1])
local gate = now + tonumber(ARGV[2])
if fence >= at.fence then
  redis.call('HSET', key, 'fence', ARGV[1], 'lease', '0', 'gate', text(gate), 'stamp', text(now))
else
  redis.call('HSET', key, 'gate', text(math.max(at.gate, gate)), 'stamp', text(now))
end
";

const ABANDON: &str = "return {'ended'}";

/// More arguments: token, lifetime or an empty text, age.
const COMMIT: &str = r"
if fence < at.committed then return {'superseded'} end
local fetched = text(math.max(0, now - tonumber(ARGV[5])))
redis.call('HSET', key, 'committed', ARGV[1], 'token', ARGV[3], 'token_fence', ARGV[1],
  'lifetime', ARGV[4], 'fetched', fetched, 'fetched_wall', fetched)
return {'stored'}
";

/// Argument: the token.
const REJECT: &str = r"
if redis.call('HGET', key, 'token') == ARGV[1] then
  redis.call('HDEL', key, 'token', 'token_fence', 'lifetime', 'fetched', 'fetched_wall')
  redis.call('HSET', key, 'stamp', text(now))
end
return {'ended'}
";

const GATE: &str = "return {'closed', text(math.max(0, at.gate - now))}";
