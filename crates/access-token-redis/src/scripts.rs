use redis::Script;

/// One script for each step of the contract. `access_token::Store` states the rules; the memory
/// store and the file store keep the same ones in Rust.
pub(crate) struct Scripts {
    pub(crate) load: Script,
    pub(crate) begin: Script,
    pub(crate) commit: Script,
    pub(crate) abandon: Script,
    pub(crate) reject: Script,
    pub(crate) forget: Script,
    pub(crate) gate: Script,
}

/// What a user of Redis must be allowed to do, as its access control lists name it.
pub(crate) const RIGHTS: &str = "+evalsha +script|load +time +hmget +hset +hdel +select";

impl Scripts {
    pub(crate) fn new() -> Self {
        let script = |step: &str| Script::new(&format!("{COMMON}{step}"));
        Self {
            load: script(LOAD),
            begin: script(BEGIN),
            commit: script(&format!("{END}{COMMIT}")),
            abandon: script(&format!("{END}{ABANDON}")),
            reject: script(REJECT),
            forget: script(FORGET),
            gate: script(GATE),
        }
    }
}

/// Reads the hash and the clock. All times are microseconds, exact in Lua's numbers until 2255.
const COMMON: &str = r"
local key = KEYS[1]
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local most = 9007199254740992
local function text(number)
  return string.format('%.0f', math.max(0, math.min(number, most)))
end

local names = {'fence', 'lease', 'gate', 'stamp', 'fetched', 'committed',
  'owner', 'token', 'token_fence', 'lifetime'}
local found = redis.call('HMGET', key, unpack(names))
local kept = {}
for place, name in ipairs(names) do
  local is_number = place <= 6
  kept[name] = found[place] or (is_number and '0')
  if is_number and not string.match(kept[name], '^%d+$') then
    return redis.error_reply('CORRUPT a field of the record is not a number')
  end
end
local at = {}
for place = 1, 5 do
  at[names[place]] = tonumber(kept[names[place]])
  if at[names[place]] > most then
    return redis.error_reply('CORRUPT a field of the record is out of range')
  end
end

-- The clock of Redis stepped back: all times follow it, as if none had passed since the last
-- write.
local back = math.max(0, at.stamp - now)
for _, name in ipairs({'lease', 'gate', 'fetched'}) do
  at[name] = math.max(0, at[name] - back)
end

local function write(...)
  redis.call('HSET', key, 'lease', text(at.lease), 'gate', text(at.gate),
    'fetched', text(at.fetched), 'stamp', text(now), ...)
end

-- A step that might have written, but has nothing to write, still keeps that the clock stepped
-- back: else no time would pass until the clock is where it was. Otherwise it removes a field that
-- is never there, which changes nothing, but is refused by what has become a replica.
local function unchanged(answer)
  if back > 0 then write() else redis.call('HDEL', key, 'no field') end
  return answer
end

-- The time of fetch is counted back from now. The gate is told unless somebody fetches, since the
-- end of his lease moves it, perhaps nearer.
local function record(answer)
  if not kept.token then return {'none'} end
  local fetched = math.min(at.fetched, now)
  local gate = now < at.lease and '' or text(at.gate - now)
  return {answer, kept.token, kept.token_fence, kept.lifetime, text(now - fetched), text(fetched),
    gate}
end
";

/// Reads only, as does `GATE`: readers keep nothing.
const LOAD: &str = "return record('record')";

/// Arguments: fence of the record seen or an empty text, lease, least interval, owner or an empty
/// text.
const BEGIN: &str = r"
if kept.token and kept.token_fence ~= ARGV[1] then return unchanged(record('newer')) end
-- The owner of the last lease has sent nothing yet: neither his lease nor his gate holds him back.
local is_his = ARGV[4] ~= '' and ARGV[4] == kept.owner
if not is_his then
  if now < at.lease then return unchanged({'held', text(at.lease - now)}) end
  if now < at.gate then return unchanged({'soon', text(at.gate - now)}) end
end
-- Above the clock, since a store that was wiped has forgotten the last fence.
local fence = text(math.max(at.fence, tonumber(ARGV[1]) or 0, now) + 1)
at.lease = now + tonumber(ARGV[2])
at.gate = math.max(at.gate, at.lease + tonumber(ARGV[3]))
write('fence', fence, 'owner', ARGV[4])
return {'granted', fence}
";

/// Arguments: fence, least interval + margin, ..., owner or an empty text.
const END: &str = r"
local fence = ARGV[1]
local gate = now + tonumber(ARGV[2])
local asker = ARGV[#ARGV]
local is_last = fence == kept.fence or (asker ~= '' and asker == kept.owner)
if is_last then
  at.lease = 0
  at.gate = gate
else
  -- Somebody else may fetch at this moment: his lease stays, and the gate only moves away.
  at.gate = math.max(at.gate, gate)
end
";

const ABANDON: &str = r"
write('owner', '')
return {'ended'}
";

/// More arguments: token, lifetime or an empty text, age. A request was sent: whoever owns the
/// lease is not granted it anew, past the gate.
const COMMIT: &str = r"
-- Fences are compared as texts: not each of them is exact as a number of Lua's.
local function is_higher(one, other)
  return #one > #other or (#one == #other and one > other)
end

local is_accepted
if kept.token then
  is_accepted = is_last or fence == kept.token_fence
else
  is_accepted = fence ~= kept.committed and (is_last or is_higher(fence, kept.committed))
end
if not is_accepted then
  write('owner', '')
  return {'superseded'}
end
local fetched = now - tonumber(ARGV[5])
-- A repetition that comes late makes a token no younger.
local is_known = kept.token and fence == kept.token_fence
at.fetched = is_known and math.min(at.fetched, fetched) or fetched
write('owner', '', 'committed', fence, 'token', ARGV[3], 'token_fence', fence,
  'lifetime', ARGV[4])
return {'stored'}
";

/// Argument: the token.
const REJECT: &str = r"
if kept.token ~= ARGV[1] then return unchanged({'ended'}) end
redis.call('HDEL', key, 'token', 'token_fence', 'lifetime')
write()
return {'ended'}
";

const FORGET: &str = r"
if not found[4] then return unchanged({'ended'}) end
redis.call('HDEL', key, 'token', 'token_fence', 'lifetime')
-- Somebody fetches as long as his lease lasts.
at.gate = now < at.lease and math.min(at.gate, at.lease) or 0
write()
return {'ended'}
";

const GATE: &str = "return {'closed', text(at.gate - now)}";
