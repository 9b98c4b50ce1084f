-- What every room's Functions share: key names, the clock, facts, deadlines, and hashes loaded and saved whole.
-- A Function gets one key, the line's root; every other key is named here (keys.py mirrors NAMES; a house test compares).
-- No Function is registered here; no fact is written here except through LL.fact.
local LL = {}

LL.NAMES = {
  meta = "meta", -- hash: driven_ms, now_ms, held_until_ms, epoch, fence, notice, rota_until_ms, shifts_required, switch_chat, switch_phone
  policy = "policy", -- hash: the line's timing and limits, written by line_open
  facts = "facts", -- stream: what happened
  signals = "signals", -- stream: what open pages must hear of at once (message, typing, console, ...), trimmed hard
  contact = "c", -- hash a contact
  volunteer = "v", -- hash a volunteer
  waiting = "waiting", -- zset a lane: contacts that may be offered now, by order key
  line = "line", -- zset: every waiting or offered contact, by order key
  lanes = "lanes", -- set: lanes whose waiting zset is not empty
  ready = "ready", -- zset a profile: volunteers that may be offered something, by turn
  turns = "turns", -- zset: profiles whose ready zset is not empty, by the turn of their first
  profile_lanes = "profile_lanes", -- set a profile: its lanes
  lane_profiles = "lane_profiles", -- set a lane: the profiles that have it
  passed = "passed", -- hash a contact: volunteers it is not offered to, and why
  messages = "messages", -- list a contact: messages while the talk lasts
  message_keys = "message_keys", -- hash a contact: idempotency key -> seq
  asides = "asides", -- list a contact: words between volunteer and coordinator while the talk lasts
  aside_keys = "aside_keys", -- hash a contact: idempotency key -> seq of such a word
  helping = "helping", -- hash: a coordinator -> the contact they have joined
  notices = "notices", -- list: the last words of coordinators to everybody on shift
  deadlines = "deadlines", -- zset: what must happen when
  shifts = "shifts", -- hash: volunteer -> spans on duty, as roster_set has them
  volunteers = "volunteers", -- set: everybody not offline
  talking = "talking", -- set: contacts in conversation
  attempts = "attempts", -- counter a caller's pseudonym, for a day
  blocked = "blocked", -- string a caller's pseudonym: until
  abuse_key = "abuse_key", -- string a day: the secret that keys pseudonyms
  consumers = "consumers", -- hash: how far each durable reader of the facts has come
}

function LL.key(root, name, id)
  local base = root .. ":" .. LL.NAMES[name]
  if id then
    return base .. ":" .. id
  end
  return base
end

function LL.int(number)
  return string.format("%.0f", number)
end

-- The context of one call: the root, and the engine's instant (a driven clock wins; time never runs backwards).
-- A line that no node has opened, or whose state was lost, is refused here: before any Function has written anything.
-- Matching stays held until the sweep has ended the hold, so that no arrival overtakes those who waited through it.
function LL.begin(root, opening)
  local meta = redis.call("HMGET", LL.key(root, "meta"), "driven_ms", "now_ms", "held_until_ms", "epoch", "rota_until_ms",
    "shifts_required")
  if not meta[4] and not opening then
    error("the line is not open: call line_open first")
  end
  local now = tonumber(meta[1])
  if not now then
    local time = redis.call("TIME")
    now = math.max(tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000), tonumber(meta[2]) or 0)
  end
  return {
    root = root, now = now, held = (tonumber(meta[3]) or 0) > 0, epoch = tonumber(meta[4]),
    rota = tonumber(meta[5]) or 0, required = meta[6] == "1",
  }
end

-- The first fence of an epoch (itself an instant in ms): later than any of an earlier one, below 2^53.
function LL.first_fence(epoch)
  return epoch * 1000
end

function LL.policy(ctx, name)
  local value = redis.call("HGET", LL.key(ctx.root, "policy"), name)
  if not value then
    error("policy " .. name .. " is not set: call line_open first")
  end
  return tonumber(value)
end

-- A fact: kind, then pairs. The instant is the call's.
function LL.fact(ctx, kind, ...)
  if not ctx.stamped then
    redis.call("HSET", LL.key(ctx.root, "meta"), "now_ms", LL.int(ctx.now))
    ctx.stamped = true
  end
  redis.call("XADD", LL.key(ctx.root, "facts"), ctx.fact_id or "*", "kind", kind, "at", LL.int(ctx.now), ...)
end

-- A fact about a contact: raises its version.
function LL.contact_fact(ctx, id, c, kind, ...)
  LL.set(c, "version", LL.int((tonumber(c.d.version) or 0) + 1))
  LL.fact(ctx, kind, "contact", id, "version", c.d.version, ...)
end

-- A notice about a contact or a volunteer, for pages that are open now.
function LL.signal(ctx, kind, about, ...)
  redis.call("XADD", LL.key(ctx.root, "signals"), "MAXLEN", "~", "20000", "*", "kind", kind, "about", about, ...)
end

-- Deadlines: one member "kind|id" (or "kind|id|volunteer") each.
function LL.due(ctx, kind, id, at)
  redis.call("ZADD", LL.key(ctx.root, "deadlines"), LL.int(at), kind .. "|" .. id)
end

function LL.undue(ctx, id, ...)
  local members = {}
  for index, kind in ipairs({ ... }) do
    members[index] = kind .. "|" .. id
  end
  redis.call("ZREM", LL.key(ctx.root, "deadlines"), unpack(members))
end

-- A hash in hand: d = its fields, w = the pairs to write when saved.
function LL.load(ctx, name, id)
  local flat = redis.call("HGETALL", LL.key(ctx.root, name, id))
  local d = {}
  for index = 1, #flat, 2 do
    d[flat[index]] = flat[index + 1]
  end
  return { d = d, w = {}, there = #flat > 0 }
end

function LL.set(hash, field, value)
  if hash.d[field] ~= value then
    hash.d[field] = value
    hash.w[#hash.w + 1] = field
    hash.w[#hash.w + 1] = value
  end
end

function LL.save(ctx, name, id, hash)
  if #hash.w > 0 then
    redis.call("HSET", LL.key(ctx.root, name, id), unpack(hash.w))
    hash.w = {}
  end
end

-- Words: a list of ids or lanes kept as one text, separated by spaces.
function LL.words(text)
  local list = {}
  for word in string.gmatch(text or "", "%S+") do
    list[#list + 1] = word
  end
  return list
end

function LL.has_word(text, word)
  return string.find(" " .. (text or "") .. " ", " " .. word .. " ", 1, true) ~= nil
end

function LL.with_word(text, word)
  if not text or text == "" then
    return word
  end
  return text .. " " .. word
end

function LL.without_word(text, word)
  local kept = {}
  for _, one in ipairs(LL.words(text)) do
    if one ~= word then
      kept[#kept + 1] = one
    end
  end
  return table.concat(kept, " ")
end
