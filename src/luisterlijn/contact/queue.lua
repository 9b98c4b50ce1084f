-- Queue: arrive, wait, keep the place through anything, leave.
--
-- queue_enter_v1(contact, channel, language, topic, region, urgent, open, credit_ms, steps, pseudonyms)
--     -> OFFERED arrived_ms volunteer offer | WAITING arrived_ms | REFUSED arrived_ms reason | KNOWN arrived_ms state
-- queue_resume_v1(contact, channel, language, topic, region, urgent, arrived_ms, credit_ms, steps, pseudonyms, seen)
--     -> LIVE state | REENTERED | OVER outcome | TOO_LATE
-- queue_leave_v1(contact)          -> LEFT | ENDED | OVER
-- queue_beat_v1(contact...)        -> {OK | UNKNOWN | state of a contact that is over, ...}
--
-- `steps` = "after_ms=lane lane;after_ms=lane ...", each with all lanes from that wait on. `pseudonyms` = words, today's
-- first. `open` by the channel's hours; a channel switched by hand (line_switch) is what it was switched to. enter records
-- the arrival before it decides anything. resume trusts its arguments: the ticket that carries them is
-- signed. `seen`: seq of the last message its page has; a contact that was forgotten, or knows of fewer, counts on from there.
-- Facts: contact.arrived, contact.refused, contact.queued, contact.stepped, contact.connection_changed,
-- contact.abandoned, contact.closed, and those of offer.lua.
-- Fields of a contact: state (waiting|offered|conversation|wrapup|abandoned|refused|closed), channel, language, topic, region,
-- urgent, caller, arrived, key, steps, step, lanes, in_lanes, step_due, step_left, conn, offer, offer_to, offer_due,
-- offer_lane, volunteer, moving, talk_at, answered, outcome, seq, seq_lost (messages lost with live state), delivered_*, read_*, rate_*, helped, version.
do
  local function steps_of(text)
    local list = {}
    for after, lanes in string.gmatch(text, "(%d+)=([^;]*)") do
      list[#list + 1] = { after = tonumber(after), lanes = lanes }
    end
    return list
  end

  function LL.lanes_enter(ctx, id, c)
    if c.d.in_lanes ~= "1" then
      for _, lane in ipairs(LL.words(c.d.lanes)) do
        redis.call("ZADD", LL.key(ctx.root, "waiting", lane), c.d.key, id)
        redis.call("SADD", LL.key(ctx.root, "lanes"), lane)
      end
      LL.set(c, "in_lanes", "1")
    end
  end

  function LL.lanes_leave(ctx, id, c)
    if c.d.in_lanes == "1" then
      for _, lane in ipairs(LL.words(c.d.lanes)) do
        redis.call("ZREM", LL.key(ctx.root, "waiting", lane), id)
        if redis.call("EXISTS", LL.key(ctx.root, "waiting", lane)) == 0 then
          redis.call("SREM", LL.key(ctx.root, "lanes"), lane)
        end
      end
      LL.set(c, "in_lanes", "0")
    end
  end

  -- A pending offer does not eat the step's clock.
  function LL.step_hold(ctx, id, c)
    if (c.d.step_due or "") ~= "" then
      LL.set(c, "step_left", LL.int(math.max(0, tonumber(c.d.step_due) - ctx.now)))
      LL.set(c, "step_due", "")
      LL.undue(ctx, id, "step")
    end
  end

  function LL.step_go_on(ctx, id, c)
    if (c.d.step_left or "") ~= "" then
      local due = ctx.now + tonumber(c.d.step_left)
      LL.set(c, "step_due", LL.int(due))
      LL.set(c, "step_left", "")
      LL.due(ctx, "step", id, due)
    end
  end

  -- The wait relaxes a requirement: more lanes, the same place.
  function LL.step_on(ctx, id)
    local c = LL.load(ctx, "contact", id)
    if c.d.step_due == nil or c.d.step_due == "" then
      return
    end
    local steps, step = steps_of(c.d.steps), tonumber(c.d.step) + 1
    LL.lanes_leave(ctx, id, c)
    LL.set(c, "step", LL.int(step))
    LL.set(c, "lanes", steps[step].lanes)
    LL.set(c, "step_due", "")
    if steps[step + 1] then
      local due = ctx.now + steps[step + 1].after - steps[step].after
      LL.set(c, "step_due", LL.int(due))
      LL.due(ctx, "step", id, due)
    end
    LL.contact_fact(ctx, id, c, "contact.stepped", "step", LL.int(step - 1), "lanes", c.d.lanes)
    LL.seek(ctx, id, c, "step")
    LL.save(ctx, "contact", id, c)
  end

  -- Into the line at c.key, from `step` or the one it had reached. The caller of this saves c.
  function LL.queued(ctx, id, c, reason)
    local steps, step = steps_of(c.d.steps), tonumber(c.d.step)
    LL.set(c, "state", "waiting")
    LL.set(c, "lanes", steps[step].lanes)
    LL.set(c, "step_left", "")
    LL.set(c, "step_due", "")
    if steps[step + 1] then
      local due = ctx.now + steps[step + 1].after - steps[step].after
      LL.set(c, "step_due", LL.int(due))
      LL.due(ctx, "step", id, due)
    end
    redis.call("ZADD", LL.key(ctx.root, "line"), c.d.key, id)
    LL.due(ctx, "cbeat", id, ctx.now + 2 * LL.policy(ctx, "heartbeat_ms"))
    LL.contact_fact(ctx, id, c, "contact.queued", "channel", c.d.channel, "order_key", c.d.key,
      "lanes", c.d.lanes, "step", LL.int(step - 1), "first_arrival_at", c.d.arrived, "reason", reason)
    return LL.seek(ctx, id, c, reason)
  end

  local function fill(c, args)
    for index, field in ipairs({ "channel", "language", "topic", "region", "urgent" }) do
      LL.set(c, field, args[index + 1])
    end
    LL.set(c, "steps", args[9])
    LL.set(c, "caller", LL.words(args[10])[1] or "")
    for field, value in next, {
      step = "1", conn = "connected", in_lanes = "0", offer = "", offer_to = "", volunteer = "", moving = "0", outcome = "",
      seq = args[11] or "0", seq_lost = args[11] or "0", delivered_caller = "0", read_caller = "0", delivered_volunteer = "0", read_volunteer = "0", helped = "",
    } do
      LL.set(c, field, value)
    end
  end

  local function arrived(ctx, id, c)
    LL.contact_fact(ctx, id, c, "contact.arrived", "channel", c.d.channel, "language", c.d.language, "topic", c.d.topic,
      "region", c.d.region, "urgent", c.d.urgent, "caller", c.d.caller)
  end

  local function blocked(ctx, pseudonyms)
    for _, pseudonym in ipairs(LL.words(pseudonyms)) do
      if redis.call("EXISTS", LL.key(ctx.root, "blocked", pseudonym)) == 1 then
        return true
      end
    end
    return false
  end

  local function refusal(ctx, args)
    if blocked(ctx, args[10]) then
      return "blocked"
    end
    local today = LL.words(args[10])[1]
    local attempts = today and tonumber(redis.call("GET", LL.key(ctx.root, "attempts", today)) or "0") or 0
    local by_hand = redis.call("HGET", LL.key(ctx.root, "meta"), "switch_" .. args[2])
    if by_hand == "closed" or (args[7] ~= "1" and by_hand ~= "open") then
      return "closed"
    elseif attempts >= LL.policy(ctx, "most_per_caller") then
      return "too_many"
    elseif redis.call("ZCARD", LL.key(ctx.root, "line")) >= LL.policy(ctx, "most_waiting") then
      return "full"
    end
  end

  function LL.buried(ctx, id)
    redis.call("PEXPIRE", LL.key(ctx.root, "contact", id), LL.int(LL.policy(ctx, "tomb_ms")))
  end

  local function enter(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local c = LL.load(ctx, "contact", id)
    if c.there then
      return { "KNOWN", c.d.arrived, c.d.state }
    end
    local reason = refusal(ctx, args)
    -- every check passed: first write
    fill(c, args)
    LL.set(c, "arrived", LL.int(ctx.now))
    arrived(ctx, id, c)
    if reason then
      LL.set(c, "state", "refused")
      LL.set(c, "outcome", reason)
      LL.contact_fact(ctx, id, c, "contact.refused", "channel", c.d.channel, "reason", reason)
      LL.save(ctx, "contact", id, c)
      LL.buried(ctx, id)
      return { "REFUSED", c.d.arrived, reason }
    end
    if c.d.caller ~= "" then -- only who was let in has used up some of the day
      redis.call("INCR", LL.key(ctx.root, "attempts", c.d.caller))
      redis.call("EXPIRE", LL.key(ctx.root, "attempts", c.d.caller), 86400)
    end
    LL.set(c, "key", LL.int(ctx.now - tonumber(args[8])))
    local offered = LL.queued(ctx, id, c, "arrival")
    LL.save(ctx, "contact", id, c)
    if offered then
      return { "OFFERED", c.d.arrived, c.d.offer_to, c.d.offer }
    end
    return { "WAITING", c.d.arrived }
  end

  -- Of a contact that was forgotten nobody knows the step: it is that of the time since its first arrival.
  local function waited_already(ctx, c)
    for step, one in ipairs(steps_of(c.d.steps)) do
      if one.after <= ctx.now - tonumber(c.d.arrived) then
        LL.set(c, "step", LL.int(step))
      end
    end
  end

  -- Messages were lost that the page has: new ones are numbered on from those.
  local function count_on(c, seen)
    local lost = seen - tonumber(c.d.seq)
    if lost > 0 then
      LL.set(c, "seq", LL.int(seen))
      LL.set(c, "seq_lost", LL.int(tonumber(c.d.seq_lost) + lost))
    end
  end

  local function resume(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local c = LL.load(ctx, "contact", id)
    if c.d.state == "refused" or c.d.state == "closed" or c.d.state == "wrapup" then
      return { "OVER", c.d.state }
    elseif c.there and c.d.state ~= "abandoned" then
      -- every check passed: first write
      count_on(c, tonumber(args[11] or "0"))
      LL.caller_beat(ctx, id, c)
      LL.save(ctx, "contact", id, c)
      return { "LIVE", c.d.state }
    elseif c.there and ctx.now > tonumber(c.d.left) + LL.policy(ctx, "resume_ms") then
      return { "TOO_LATE" }
    elseif blocked(ctx, args[10]) then
      return { "OVER", "blocked" }
    end
    -- every check passed: first write
    local credit = tonumber(args[8])
    if c.there then
      credit = credit + LL.policy(ctx, "credit_resumed_ms")
      if c.d.conn ~= "connected" then
        LL.caller_connection(ctx, id, c, "connected")
      end
      LL.set(c, "outcome", "")
      for _, name in ipairs({ "contact", "messages", "message_keys", "passed" }) do
        redis.call("PERSIST", LL.key(ctx.root, name, id))
      end
    else
      fill(c, args)
      LL.set(c, "arrived", LL.int(math.min(ctx.now, tonumber(args[7]))))
      waited_already(ctx, c)
      arrived(ctx, id, c)
    end
    LL.set(c, "key", LL.int(tonumber(c.d.arrived) - credit))
    LL.queued(ctx, id, c, "resumed")
    LL.save(ctx, "contact", id, c)
    return { "REENTERED" }
  end

  -- Out of the line for good or until resumed; a pending offer goes back first.
  function LL.out_of_line(ctx, id, c)
    LL.lanes_leave(ctx, id, c)
    redis.call("ZREM", LL.key(ctx.root, "line"), id)
    LL.undue(ctx, id, "cbeat", "cgone", "step", "offer", "silence")
    LL.set(c, "step_due", "")
    LL.set(c, "step_left", "")
  end

  function LL.abandon(ctx, id, c, reason)
    local volunteer, v = LL.withdraw_from_contact(ctx, id, c, "caller_left")
    LL.out_of_line(ctx, id, c)
    LL.set(c, "state", "abandoned")
    LL.set(c, "outcome", reason)
    LL.set(c, "left", LL.int(ctx.now))
    LL.contact_fact(ctx, id, c, "contact.abandoned", "reason", reason,
      "waited_ms", LL.int(ctx.now - tonumber(c.d.arrived)))
    LL.save(ctx, "contact", id, c)
    LL.buried(ctx, id)
    local keep = LL.int(LL.policy(ctx, "resume_ms"))
    for _, name in ipairs({ "messages", "message_keys", "passed" }) do -- a contact that resumes has them still
      redis.call("PEXPIRE", LL.key(ctx.root, name, id), keep)
    end
    if volunteer then
      LL.settle(ctx, volunteer, v, "caller_left")
    end
  end

  local function leave(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local c = LL.load(ctx, "contact", id)
    if c.d.state == "waiting" or c.d.state == "offered" then
      -- every check passed: first write
      LL.abandon(ctx, id, c, "left")
      return { "LEFT" }
    elseif c.d.state == "conversation" then
      -- every check passed: first write
      LL.end_talk(ctx, id, c, "caller")
      return { "ENDED" }
    end
    return { "OVER" }
  end

  function LL.caller_connection(ctx, id, c, connection)
    LL.set(c, "conn", connection)
    LL.contact_fact(ctx, id, c, "contact.connection_changed", "connection", connection)
  end

  function LL.caller_beat(ctx, id, c)
    LL.due(ctx, "cbeat", id, ctx.now + 2 * LL.policy(ctx, "heartbeat_ms"))
    if c.d.conn ~= "connected" then
      LL.undue(ctx, id, "cgone", "silence")
      LL.caller_connection(ctx, id, c, "connected")
      if c.d.state == "waiting" or (c.d.moving == "1" and c.d.offer_to == "") then
        LL.seek(ctx, id, c, "back")
      end
      LL.save(ctx, "contact", id, c)
    end
  end

  local function beat(keys, args)
    local ctx, answers = LL.begin(keys[1]), {}
    local heard = LL.int(ctx.now + 2 * LL.policy(ctx, "heartbeat_ms"))
    -- every check passed: first write
    for index, id in ipairs(args) do
      local d = redis.call("HMGET", LL.key(ctx.root, "contact", id), "state", "conn")
      if not d[1] then
        answers[index] = "UNKNOWN"
      elseif d[1] ~= "waiting" and d[1] ~= "offered" and d[1] ~= "conversation" then
        answers[index] = d[1]
      elseif d[2] == "connected" then
        redis.call("ZADD", LL.key(ctx.root, "deadlines"), heard, "cbeat|" .. id)
        answers[index] = "OK"
      else
        LL.caller_beat(ctx, id, LL.load(ctx, "contact", id))
        answers[index] = "OK"
      end
    end
    return answers
  end

  -- Two heartbeats missed: not offered while unsure; the place is kept until the grace is over.
  function LL.caller_unsure(ctx, id)
    local c = LL.load(ctx, "contact", id)
    if c.d.conn ~= "connected" then
      return
    end
    LL.caller_connection(ctx, id, c, "unsure")
    local volunteer, v = LL.withdraw_from_contact(ctx, id, c, "caller_unsure")
    LL.lanes_leave(ctx, id, c)
    LL.due(ctx, "cgone", id, ctx.now + LL.policy(ctx, "caller_grace_ms"))
    LL.save(ctx, "contact", id, c)
    if volunteer then
      LL.settle(ctx, volunteer, v, "caller_unsure")
    end
  end

  function LL.caller_gone(ctx, id)
    local c = LL.load(ctx, "contact", id)
    if c.d.state == "waiting" then
      LL.caller_connection(ctx, id, c, "gone")
      LL.abandon(ctx, id, c, "silent")
    elseif c.d.state == "conversation" then
      LL.caller_connection(ctx, id, c, "gone")
      LL.due(ctx, "silence", id, ctx.now + LL.policy(ctx, "talk_silence_ms"))
      LL.save(ctx, "contact", id, c)
    end
  end

  redis.register_function("queue_enter_v1", enter)
  redis.register_function("queue_resume_v1", resume)
  redis.register_function("queue_leave_v1", leave)
  redis.register_function("queue_beat_v1", beat)
end
