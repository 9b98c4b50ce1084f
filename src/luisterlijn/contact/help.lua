-- Help among volunteers: a hand raised to the coordinators, one who comes into the conversation, the words between those two.
--
-- help_hand_v1(contact, volunteer, on)            -> RAISED | LOWERED | NOT_YOURS
-- help_join_v1(contact, coordinator)              -> JOINED | NOBODY_ASKED | NOT_TALKING | TAKEN
-- help_shown_v1(contact, by, volunteer)           -> OK | NOT_YOURS
-- help_look_v1(contact, coordinator, after, asides_after) -> {IN | SOON | OUT, pairs of the hash, messages, asides} (read only)
-- help_beat_v1(contact, coordinator)              -> OK | OUT
-- help_part_v1(contact, coordinator)              -> PARTED | OUT
-- help_aside_v1(contact, by, who, key, body, most, span_ms)
--     -> SENT seq at_ms | AGAIN seq at_ms | TOO_FAST wait_ms | FULL | NOT_YOURS
-- help_asides_v1(contact, volunteer, after)       -> asides after seq (read only)
-- help_notice_v1(coordinator, body, keep_ms)      -> SENT seq at_ms
-- help_notices_v1()                               -> notices still kept (read only)
--
-- A coordinator comes in only where a hand is up, is in one conversation at a time, and reads nothing (SOON) before caller
-- and volunteer were both shown so, or SHOW_MS are over: a page that is there is shown at once, and one that is not shows
-- nothing. Who stops beating is out by the deadline. The end of the talk, its loss and its transfer end all of it. An aside
-- is a JSON document {seq, by, key, body, at}, by = volunteer | coordinator, in a list that goes with the talk; a notice
-- {seq, by, body, at}, to everybody on shift, in a short list that fades; streams carry only numbers.
-- Facts: hand.raised, hand.lowered, coordinator.joined, coordinator.left. Signals: aside, helper (may read now), notice.
-- Fields of a contact: hand (1: up), hand_at, coordinator, shown (who was shown the coordinator), shown_due, aside_seq, aside_rate_*.
do
  local MOST_ASIDES = 500 -- of a talk; one more is refused as FULL
  local MOST_NOTICES = 20
  local SHOW_MS = 3000

  local function talks_with(c, volunteer)
    return c.d.state == "conversation" and c.d.volunteer == volunteer
  end

  local function has_in(c, coordinator)
    return c.d.state == "conversation" and coordinator ~= "" and c.d.coordinator == coordinator
  end

  local function heard(ctx, id)
    LL.due(ctx, "helper", id, ctx.now + 2 * LL.policy(ctx, "heartbeat_ms") + LL.policy(ctx, "volunteer_grace_ms"))
  end

  local function lower(ctx, id, c, reason)
    if c.d.hand == "1" then
      LL.set(c, "hand", "0")
      LL.contact_fact(ctx, id, c, "hand.lowered", "volunteer", c.d.volunteer, "reason", reason)
    end
  end

  local function out(ctx, id, c)
    local coordinator = c.d.coordinator or ""
    if coordinator ~= "" then
      LL.undue(ctx, id, "helper", "shown")
      redis.call("HDEL", LL.key(ctx.root, "helping"), coordinator)
      LL.set(c, "coordinator", "")
      LL.contact_fact(ctx, id, c, "coordinator.left", "volunteer", c.d.volunteer, "coordinator", coordinator)
    end
  end

  -- The talk of this volunteer is over, lost or handed on. The caller of this saves c.
  function LL.help_over(ctx, id, c)
    lower(ctx, id, c, "over")
    out(ctx, id, c)
    if (c.d.aside_seq or "0") ~= "0" then
      redis.call("DEL", LL.key(ctx.root, "asides", id), LL.key(ctx.root, "aside_keys", id))
      LL.set(c, "aside_seq", "0")
    end
  end

  -- The coordinator was not heard for too long.
  function LL.helper_gone(ctx, id)
    local c = LL.load(ctx, "contact", id)
    if c.there then
      out(ctx, id, c)
      LL.save(ctx, "contact", id, c)
    end
  end

  -- Whoever has a page open was shown that the coordinator is there.
  function LL.helper_may_read(ctx, id)
    LL.signal(ctx, "helper", id)
  end

  local function hand(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local c = LL.load(ctx, "contact", id)
    if not talks_with(c, args[2]) then
      return { "NOT_YOURS" }
    end
    -- every check passed: first write
    if args[3] ~= "1" then
      lower(ctx, id, c, "asked")
    elseif c.d.hand ~= "1" and (c.d.coordinator or "") == "" then -- else help is asked for, or there, already
      LL.set(c, "hand", "1")
      LL.set(c, "hand_at", LL.int(ctx.now))
      LL.contact_fact(ctx, id, c, "hand.raised", "volunteer", args[2])
    end
    LL.save(ctx, "contact", id, c)
    return { c.d.hand == "1" and "RAISED" or "LOWERED" }
  end

  -- The other conversation a coordinator is in, if any.
  local function leave_other(ctx, id, coordinator)
    local other = redis.call("HGET", LL.key(ctx.root, "helping"), coordinator)
    if other and other ~= id then
      LL.helper_gone(ctx, other)
    end
  end

  local function join(keys, args)
    local ctx, id, coordinator = LL.begin(keys[1]), args[1], args[2]
    local c = LL.load(ctx, "contact", id)
    if c.d.state ~= "conversation" then
      return { "NOT_TALKING" }
    elseif c.d.coordinator ~= coordinator then
      if (c.d.coordinator or "") ~= "" then
        return { "TAKEN" }
      elseif c.d.hand ~= "1" or c.d.volunteer == coordinator then
        return { "NOBODY_ASKED" }
      end
    end
    -- every check passed: first write
    if c.d.coordinator ~= coordinator then
      leave_other(ctx, id, coordinator)
      lower(ctx, id, c, "joined")
      LL.set(c, "coordinator", coordinator)
      LL.set(c, "shown", "")
      LL.set(c, "shown_due", LL.int(ctx.now + SHOW_MS))
      LL.due(ctx, "shown", id, ctx.now + SHOW_MS)
      redis.call("HSET", LL.key(ctx.root, "helping"), coordinator, id)
      LL.contact_fact(ctx, id, c, "coordinator.joined", "volunteer", c.d.volunteer, "coordinator", coordinator)
      LL.save(ctx, "contact", id, c)
    end
    heard(ctx, id)
    return { "JOINED" }
  end

  -- The page of `by` was sent that the coordinator is there.
  local function shown(keys, args)
    local ctx, id, by = LL.begin(keys[1]), args[1], args[2]
    local c = LL.load(ctx, "contact", id)
    if c.d.state ~= "conversation" or (by == "volunteer" and c.d.volunteer ~= args[3]) then
      return { "NOT_YOURS" }
    end
    -- every check passed: first write
    if (c.d.coordinator or "") ~= "" and not LL.has_word(c.d.shown, by) then
      LL.set(c, "shown", LL.with_word(c.d.shown, by))
      LL.save(ctx, "contact", id, c)
      if #LL.words(c.d.shown) == 2 then
        LL.undue(ctx, id, "shown")
        LL.helper_may_read(ctx, id)
      end
    end
    return { "OK" }
  end

  local function look(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local c = LL.load(ctx, "contact", id)
    local flat = redis.call("HGETALL", LL.key(ctx.root, "contact", id))
    if not has_in(c, args[2]) then
      return { "OUT", flat, {}, {} }
    elseif #LL.words(c.d.shown) < 2 and ctx.now < tonumber(c.d.shown_due) then
      return { "SOON", flat, {}, {} }
    end
    local after = tonumber(args[3]) - tonumber(c.d.seq_lost or 0)
    return {
      "IN",
      flat,
      redis.call("LRANGE", LL.key(ctx.root, "messages", id), math.max(0, after), -1),
      redis.call("LRANGE", LL.key(ctx.root, "asides", id), tonumber(args[4]), -1),
    }
  end

  local function beat(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    if not has_in(LL.load(ctx, "contact", id), args[2]) then
      return { "OUT" }
    end
    -- every check passed: first write
    heard(ctx, id)
    return { "OK" }
  end

  local function part(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local c = LL.load(ctx, "contact", id)
    if not has_in(c, args[2]) then
      return { "OUT" }
    end
    -- every check passed: first write
    out(ctx, id, c)
    LL.save(ctx, "contact", id, c)
    return { "PARTED" }
  end

  local function aside(keys, args)
    local ctx, id, by = LL.begin(keys[1]), args[1], args[2]
    local c = LL.load(ctx, "contact", id)
    local mine = by == "coordinator" and has_in(c, args[3])
      or by == "volunteer" and talks_with(c, args[3]) and (c.d.coordinator or "") ~= ""
    if not mine then
      return { "NOT_YOURS" }
    end
    local again = redis.call("HGET", LL.key(ctx.root, "aside_keys", id), by .. args[4])
    if again then
      local seq, at = string.match(again, "^(%d+) (%d+)$")
      return { "AGAIN", tonumber(seq), tonumber(at) }
    end
    local span, count = tonumber(args[7]), tonumber(c.d["aside_rate_" .. by]) or 0
    local since, last = tonumber(c.d["aside_rate_at_" .. by]) or 0, tonumber(c.d.aside_seq) or 0
    if ctx.now - since >= span then
      since, count = ctx.now, 0
    end
    if last >= MOST_ASIDES then
      return { "FULL" }
    elseif count >= tonumber(args[6]) then
      return { "TOO_FAST", since + span - ctx.now }
    end
    -- every check passed: first write
    local seq, at = LL.int(last + 1), LL.int(ctx.now)
    LL.set(c, "aside_seq", seq)
    LL.set(c, "aside_rate_" .. by, LL.int(count + 1))
    LL.set(c, "aside_rate_at_" .. by, LL.int(since))
    redis.call("RPUSH", LL.key(ctx.root, "asides", id), '{"seq":' .. seq .. ',"by":"' .. by .. '","key":'
      .. cjson.encode(args[4]) .. ',"body":' .. cjson.encode(args[5]) .. ',"at":' .. at .. "}")
    redis.call("HSET", LL.key(ctx.root, "aside_keys", id), by .. args[4], seq .. " " .. at)
    LL.save(ctx, "contact", id, c)
    LL.signal(ctx, "aside", id, "by", by, "seq", seq)
    return { "SENT", tonumber(seq), tonumber(at) }
  end

  local function asides(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    if not talks_with(LL.load(ctx, "contact", id), args[2]) then
      return {}
    end
    return redis.call("LRANGE", LL.key(ctx.root, "asides", id), tonumber(args[3]), -1)
  end

  local function notice(keys, args)
    local ctx = LL.begin(keys[1])
    local list = LL.key(ctx.root, "notices")
    -- every check passed: first write
    local seq, at = LL.int(redis.call("HINCRBY", LL.key(ctx.root, "meta"), "notice", 1)), LL.int(ctx.now)
    redis.call("RPUSH", list, '{"seq":' .. seq .. ',"by":' .. cjson.encode(args[1]) .. ',"body":'
      .. cjson.encode(args[2]) .. ',"at":' .. at .. "}")
    redis.call("LTRIM", list, -MOST_NOTICES, -1)
    redis.call("PEXPIRE", list, args[3])
    LL.signal(ctx, "notice", "line", "seq", seq)
    return { "SENT", tonumber(seq), tonumber(at) }
  end

  local function notices(keys)
    return redis.call("LRANGE", LL.key(keys[1], "notices"), 0, -1)
  end

  redis.register_function("help_hand_v1", hand)
  redis.register_function("help_join_v1", join)
  redis.register_function("help_shown_v1", shown)
  redis.register_function({ function_name = "help_look_v1", callback = look, flags = { "no-writes" } })
  redis.register_function("help_beat_v1", beat)
  redis.register_function("help_part_v1", part)
  redis.register_function("help_aside_v1", aside)
  redis.register_function({ function_name = "help_asides_v1", callback = asides, flags = { "no-writes" } })
  redis.register_function("help_notice_v1", notice)
  redis.register_function({ function_name = "help_notices_v1", callback = notices, flags = { "no-writes" } })
end
