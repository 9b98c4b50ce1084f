-- The line as a whole: opening it for a node, its snapshot, the sweep of its deadlines, its clock, its stream.
--
-- line_open_v1(known_epoch, last_fact_id, name, value, ...) -> {epoch, now_ms, held_until_ms}
-- line_snapshot_v1()             -> {last fact id, last signal id, now_ms, waiting rows, talking rows, volunteer rows, declined pairs,
--                                    {chat, phone} as switched by hand, "" if never} (read only)
-- line_sweep_v1(most)            -> {handled, next deadline in ms or -1}
-- line_drive_v1(now_ms)          -> OK       (tests and simulations: the clock is driven from now on)
-- line_tell_v1(kind, name, value, ...)  -> OK    (a fact of the rota: what it tells was decided and kept elsewhere)
-- line_switch_v1(channel, state) -> OK | SAME  (open | closed | by_hours, for arrivals from now on; who waits keeps the place)
-- line_consumed_v1(name, fact_id, keep_ms) -> trimmed
-- line_abuse_key_v1(day, candidate)  -> the day's secret
--
-- open writes the line's policy (pairs after the first two) and finds out whether live state was lost: an epoch the node
-- knew is not there (also when a node that knew none was the first to open the line again), or the last fact the node has
-- read is not in the stream, whatever others have written since. Then a new epoch begins, fences jump ahead, fact ids jump
-- past what anybody has read, and matching is held for two heartbeats while pages present themselves again; offers of the
-- old epoch can no longer be answered, and expire. Facts: line.epoch_changed, channel.switched.
do
  local AGAIN_MS = 59999 -- after this a deadline whose handler failed is handled again; no span of any setting

  local function parts(id)
    local ms, seq = string.match(id or "", "^(%d+)-(%d+)$")
    return tonumber(ms or 0), tonumber(seq or 0)
  end

  local function before(one, other)
    local a, b = parts(one)
    local x, y = parts(other)
    return a < x or (a == x and b < y)
  end

  local function last(root, stream)
    local rows = redis.call("XREVRANGE", LL.key(root, stream), "+", "-", "COUNT", 1)
    return rows[1] and rows[1][1] or "0-0"
  end

  local function newest_ever(root)
    local key = LL.key(root, "facts")
    local info = redis.call("EXISTS", key) == 1 and redis.call("XINFO", "STREAM", key) or {}
    for index = 1, #info, 2 do
      if info[index] == "last-generated-id" then
        return info[index + 1]
      end
    end
    return "0-0"
  end

  -- Whether the fact `seen` is missing, and not only trimmed.
  local function gone(root, seen)
    local facts = LL.key(root, "facts")
    if seen == "0-0" or redis.call("XRANGE", facts, seen, seen)[1] then
      return false
    end
    local first = redis.call("XRANGE", facts, "-", "+", "COUNT", 1)[1]
    return before(first and first[1] or newest_ever(root), seen)
  end

  -- What must not be answered any more need not be waited for.
  local function expire_offers(ctx)
    local deadlines = LL.key(ctx.root, "deadlines")
    for _, member in ipairs(redis.call("ZRANGE", deadlines, 0, -1)) do
      if string.sub(member, 1, 6) == "offer|" then
        redis.call("ZADD", deadlines, LL.int(ctx.now), member)
      end
    end
  end

  -- Whether a node that knew `known` (0: none) and has read up to `seen` finds less than it knew.
  local function lost_state(ctx, meta, known, seen)
    if known == 0 then
      return false
    elseif not ctx.epoch or known > ctx.epoch then
      return true
    elseif known < ctx.epoch then
      return redis.call("HGET", meta, "first_open") == "1"
    end
    return gone(ctx.root, seen)
  end

  local function open(keys, args)
    local ctx = LL.begin(keys[1], true)
    local meta = LL.key(ctx.root, "meta")
    local lost = lost_state(ctx, meta, tonumber(args[1]), args[2])
    -- every check passed: first write
    redis.call("HSET", LL.key(ctx.root, "policy"), unpack(args, 3))
    redis.call("HSET", meta, "shifts_required", LL.int(LL.policy(ctx, "shifts_required"))) -- at hand in every call
    if lost or not ctx.epoch then
      local time = redis.call("TIME")
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local epoch = math.max(now, (ctx.epoch or 0) + 1, tonumber(args[1]) + 1)
      local fence = math.max(LL.first_fence(epoch), tonumber(redis.call("HGET", meta, "fence") or "0"))
      local held = lost and ctx.now + 2 * LL.policy(ctx, "heartbeat_ms") or 0
      redis.call("HSET", meta, "epoch", LL.int(epoch), "fence", LL.int(fence), "held_until_ms", LL.int(held),
        "first_open", lost and "0" or "1")
      if lost then
        LL.due(ctx, "hold", "line", held)
        expire_offers(ctx)
        ctx.fact_id = LL.int(math.max(now, parts(args[2]) + 1000, parts(newest_ever(ctx.root)) + 1)) .. "-0"
      end
      ctx.epoch = epoch
      LL.fact(ctx, "line.epoch_changed", "epoch", LL.int(epoch), "held_until", LL.int(math.max(held, ctx.now)))
    end
    return { ctx.epoch, ctx.now, tonumber(redis.call("HGET", meta, "held_until_ms")) }
  end

  local function rows_of(root, name, ids, fields)
    local rows = {}
    for index, id in ipairs(ids) do
      local row = redis.call("HMGET", LL.key(root, name, id), unpack(fields))
      table.insert(row, 1, id)
      rows[index] = row
    end
    return rows
  end

  -- {contact, volunteer} of every decline that still counts.
  local function declined(root, names)
    local found = {}
    for _, name in ipairs(names) do
      local ids = name == "line" and redis.call("ZRANGE", LL.key(root, name), 0, -1) or redis.call("SMEMBERS", LL.key(root, name))
      for _, id in ipairs(ids) do
        local flat = redis.call("HGETALL", LL.key(root, "passed", id))
        for index = 1, #flat, 2 do
          if flat[index + 1] == "declined" then
            found[#found + 1] = { id, flat[index] }
          end
        end
      end
    end
    return found
  end

  local function switches(root)
    local found = redis.call("HMGET", LL.key(root, "meta"), "switch_chat", "switch_phone")
    return { found[1] or "", found[2] or "" }
  end

  local function snapshot(keys)
    local root = keys[1]
    local ctx = LL.begin(root)
    return {
      last(root, "facts"), last(root, "signals"), ctx.now,
      rows_of(root, "contact", redis.call("ZRANGE", LL.key(root, "line"), 0, -1), { "key", "lanes", "arrived", "version", "state" }),
      rows_of(root, "contact", redis.call("SMEMBERS", LL.key(root, "talking")),
        { "volunteer", "version", "channel", "hand", "hand_at", "coordinator" }),
      rows_of(root, "volunteer", redis.call("SMEMBERS", LL.key(root, "volunteers")),
        { "presence", "draining", "lanes", "version", "conn" }),
      declined(root, { "line", "talking" }),
      switches(root),
    }
  end

  -- Matching was held: everybody ready is settled again by turn, whatever the profile, which offers what waits.
  local function hold_over(ctx)
    ctx.held = false
    redis.call("HSET", LL.key(ctx.root, "meta"), "held_until_ms", "0")
    local turns = {}
    for _, profile in ipairs(redis.call("ZRANGE", LL.key(ctx.root, "turns"), 0, -1)) do
      local rows = redis.call("ZRANGE", LL.key(ctx.root, "ready", profile), 0, -1, "WITHSCORES")
      for index = 1, #rows, 2 do
        turns[#turns + 1] = { rows[index], tonumber(rows[index + 1]) }
      end
    end
    table.sort(turns, function(one, other)
      return one[2] < other[2] or (one[2] == other[2] and one[1] < other[1])
    end)
    for _, turn in ipairs(turns) do
      LL.settle(ctx, turn[1], LL.load(ctx, "volunteer", turn[1]), "hold_over")
    end
  end

  local function settle_again(ctx, id)
    local v = LL.load(ctx, "volunteer", id)
    if v.there and v.d.presence ~= "offline" then
      LL.settle(ctx, id, v, "time")
    end
  end

  local handlers = {
    cbeat = LL.caller_unsure,
    cgone = LL.caller_gone,
    step = LL.step_on,
    offer = LL.offer_expired,
    vbeat = LL.volunteer_unsure,
    rest = settle_again,
    helper = LL.helper_gone,
    shown = LL.helper_may_read,
    shift = LL.shift_time,
    rota = LL.rota_over,
    hold = hold_over,
    vgone = function(ctx, id)
      local v = LL.load(ctx, "volunteer", id)
      if v.there and v.d.conn == "unsure" then
        LL.volunteer_off(ctx, id, v, "lost")
      end
    end,
    silence = function(ctx, id)
      local c = LL.load(ctx, "contact", id)
      if c.d.state == "conversation" and c.d.conn == "gone" then
        LL.end_talk(ctx, id, c, "silence")
      end
    end,
    wrap = function(ctx, id)
      local contact, volunteer = string.match(id, "^([^|]+)|(.+)$")
      LL.wrapup_late(ctx, contact, volunteer)
    end,
  }

  -- One deadline at a time is looked up anew: handling one may move or remove another.
  local function sweep(keys, args)
    local ctx, handled = LL.begin(keys[1]), 0
    local deadlines = LL.key(ctx.root, "deadlines")
    -- every check passed: first write
    while handled < tonumber(args[1]) do
      local row = redis.call("ZRANGE", deadlines, 0, 0, "WITHSCORES")
      if not row[1] then
        return { handled, -1 }
      elseif tonumber(row[2]) > ctx.now then
        return { handled, tonumber(row[2]) - ctx.now }
      end
      local kind, id = string.match(row[1], "^([^|]+)|(.+)$")
      local again = LL.int(ctx.now + AGAIN_MS)
      redis.call("ZADD", deadlines, again, row[1]) -- should the handler fail, it has not been the last
      handlers[kind](ctx, id, tonumber(row[2]))
      if redis.call("ZSCORE", deadlines, row[1]) == again then
        redis.call("ZREM", deadlines, row[1])
      end
      handled = handled + 1
    end
    return { handled, 0 }
  end

  local function drive(keys, args)
    -- every check passed: first write
    redis.call("HSET", LL.key(keys[1], "meta"), "driven_ms", args[1])
    return { "OK" }
  end

  -- A durable reader came this far: what all of them have read, and is older than keep_ms, may go.
  local function consumed(keys, args)
    local consumers = LL.key(keys[1], "consumers")
    -- every check passed: first write
    redis.call("HSET", consumers, args[1], args[2])
    local least = args[2]
    for _, id in ipairs(redis.call("HVALS", consumers)) do
      if before(id, least) then
        least = id
      end
    end
    local old = LL.int(math.max(0, tonumber(redis.call("TIME")[1]) * 1000 - tonumber(args[3]))) .. "-0"
    if before(old, least) then
      least = old
    end
    return { redis.call("XTRIM", LL.key(keys[1], "facts"), "MINID", "~", least) }
  end

  local function tell(keys, args)
    local ctx = LL.begin(keys[1])
    -- every check passed: first write
    LL.fact(ctx, args[1], unpack(args, 2))
    return { "OK" }
  end

  local function switch(keys, args)
    local ctx, field = LL.begin(keys[1]), "switch_" .. args[1]
    if (redis.call("HGET", LL.key(ctx.root, "meta"), field) or "by_hours") == args[2] then
      return { "SAME" }
    end
    -- every check passed: first write
    redis.call("HSET", LL.key(ctx.root, "meta"), field, args[2])
    LL.fact(ctx, "channel.switched", "channel", args[1], "state", args[2])
    return { "OK" }
  end

  local function abuse_key(keys, args)
    local key = LL.key(keys[1], "abuse_key", args[1])
    -- every check passed: first write
    redis.call("SET", key, args[2], "NX", "EX", 9 * 86400)
    return { redis.call("GET", key) }
  end

  redis.register_function("line_open_v1", open)
  redis.register_function({ function_name = "line_snapshot_v1", callback = snapshot, flags = { "no-writes" } })
  redis.register_function("line_sweep_v1", sweep)
  redis.register_function("line_drive_v1", drive)
  redis.register_function("line_tell_v1", tell)
  redis.register_function("line_switch_v1", switch)
  redis.register_function("line_consumed_v1", consumed)
  redis.register_function("line_abuse_key_v1", abuse_key)
end
