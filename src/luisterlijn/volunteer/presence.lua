-- Presence: what a volunteer truly does now, and the ready set of the volunteer's profile.
--
-- presence_connect_v1(volunteer, console)                              -> CONNECTED presence
-- presence_ready_v1(volunteer, chats, profile, lanes, profile2, lanes2, fit_ms, past_end)
--                                                                      -> OK presence | NOT_ON_SHIFT | LACKS
-- presence_pause_v1(volunteer)                                         -> OK presence | UNKNOWN
-- presence_drain_v1(volunteer, on)                                     -> OK presence | UNKNOWN
-- presence_rest_v1(volunteer, span_ms)                                 -> OK presence | UNKNOWN
-- presence_leave_v1(volunteer)                                         -> OK presence | UNKNOWN | IN_CONVERSATION
-- presence_beat_v1(volunteer...)                                       -> {OK | UNKNOWN, ...}
-- presence_look_v1(volunteer)       -> flat pairs of the hash, and `duty` now as roster.lua has it (read only)
--
-- ready offers at once what waits, or soon before a shift what waits when it begins; pause and leave give a pending offer
-- back. Facts: volunteer.presence_changed, volunteer.connection_changed, and those of offer.lua and roster.lua. Signal:
-- console. `lanes2` are the lanes a second chat may come from. `fit_ms` before the end of a shift nothing new is offered,
-- unless past_end = 1.
-- Fields of a volunteer: wanted (ready|away), conn, presence, reason, draining, chats, talks, wraps, offer, phone, pool,
-- load and load_at (decayed seconds of work), missed, rest_until, rest_owed (the part of the rest that is not by choice),
-- heavies, own_profile and own_lanes (as ready had them), profile and lanes (those of them offered now: a shift may be for
-- fewer channels), only (the spans that are), shift_from and shift_until (the span on duty, or the next; "0": none), lacks_from (or ""), fit, past_end,
-- because (why the engine set the volunteer away), heard (the last heartbeat before it became
-- unsure), lost (1: a talk, by being away, and not ready since), version (starts at the clock, so that it
-- rises also when a volunteer who was forgotten comes back).
do
  local OFF_DUTY = { ending = "shift_ending", off = "shift_over", lacks = "lacks" } -- why somebody who was ready is away
  local EARLY = "shift_not_begun"
  local REFUSED = { off = "NOT_ON_SHIFT", lacks = "LACKS" }

  local function new(ctx, id, v)
    if not v.there then
      LL.set(v, "version", LL.int(ctx.now))
    end
    if not v.there or v.d.presence == "offline" then
      for field, value in next, {
        wanted = "away", presence = v.d.presence or "offline", reason = "", draining = "0", chats = "1", talks = "",
        wraps = "", wrap_at = "", offer = "", phone = "0", pool = "", missed = "0", rest_until = v.d.rest_until or "0",
        rest_owed = v.d.rest_owed or "0", lanes = "", lanes2 = "", profile = "", profile2 = "", own_lanes = "",
        own_profile = "", fit = "0", past_end = "0", because = "",
      } do
        LL.set(v, field, value)
      end
      for field, value in next, LL.rota_of(ctx, id) do
        LL.set(v, field, value)
      end
      if v.d.conn == "gone" then
        LL.volunteer_connection(ctx, id, v, "connected")
      end
      LL.set(v, "conn", "connected")
    end
  end

  -- The turn: smaller is earlier. ln(60 s + decayed load) + now / time constant orders volunteers the same at any later
  -- instant, since all loads fade alike; equal loads leave the longest idle first. routing.fairness_key mirrors it.
  function LL.turn(ctx, v)
    local constant = LL.policy(ctx, "fairness_ms")
    local faded = (tonumber(v.d.load) or 0) * math.exp(((tonumber(v.d.load_at) or ctx.now) - ctx.now) / constant)
    local turn = math.log(60 + faded) + ctx.now / constant
    if v.d.talks ~= "" then
      turn = turn + 1e6
    end
    return turn
  end

  function LL.worked(ctx, v, span_ms)
    local constant = LL.policy(ctx, "fairness_ms")
    local faded = (tonumber(v.d.load) or 0) * math.exp(((tonumber(v.d.load_at) or ctx.now) - ctx.now) / constant)
    LL.set(v, "load", string.format("%.3f", faded + span_ms / 1000))
    LL.set(v, "load_at", LL.int(ctx.now))
  end

  -- The profile whose ready set the volunteer belongs in now, or "".
  local function pool(ctx, v)
    local d = v.d
    if d.conn ~= "connected" or d.wanted ~= "ready" or d.draining == "1" or d.offer ~= "" or d.wraps ~= "" then
      return ""
    end
    if tonumber(d.rest_until) > ctx.now or LL.duty(ctx, d) ~= "on" then
      return ""
    end
    if d.talks == "" then
      return d.profile
    end
    if d.chats == "2" and d.phone == "0" and #LL.words(d.talks) == 1 and LL.takes(d, "chat") then
      return d.profile2
    end
    return ""
  end

  function LL.pool_leave(ctx, id, v)
    local was = v.d.pool
    if was ~= "" then
      redis.call("ZREM", LL.key(ctx.root, "ready", was), id)
      local first = redis.call("ZRANGE", LL.key(ctx.root, "ready", was), 0, 0, "WITHSCORES")
      if first[1] then
        redis.call("ZADD", LL.key(ctx.root, "turns"), first[2], was)
      else
        redis.call("ZREM", LL.key(ctx.root, "turns"), was)
      end
      LL.set(v, "pool", "")
    end
  end

  local function pool_enter(ctx, id, v, profile)
    local turn = LL.turn(ctx, v)
    redis.call("ZADD", LL.key(ctx.root, "ready", profile), turn, id)
    redis.call("ZADD", LL.key(ctx.root, "turns"), "LT", turn, profile)
    LL.set(v, "pool", profile)
  end

  -- A part of the shift with other channels has begun: into the ready set that is theirs now; whether it is another.
  function LL.pool_move(ctx, id, v)
    local was = v.d.pool
    LL.narrow(ctx, v)
    if was == "" or pool(ctx, v) == was then
      return false
    end
    LL.pool_leave(ctx, id, v)
    local profile = pool(ctx, v)
    if profile ~= "" then
      pool_enter(ctx, id, v, profile)
    end
    return true
  end

  local function presence(ctx, v)
    local d = v.d
    if d.conn == "gone" then
      return "offline"
    elseif d.talks ~= "" then
      return "busy"
    elseif d.offer ~= "" then
      return "reserved"
    elseif d.wraps ~= "" then
      return "wrapup"
    elseif d.wanted ~= "ready" or LL.duty(ctx, d) == "early" then
      return "away"
    elseif tonumber(d.rest_until) > ctx.now then
      return "resting"
    end
    return "ready"
  end

  -- Why somebody is away without having asked for it; nil if they have.
  local function away_for(d)
    if d.wanted == "ready" then -- checked in for a shift that has not begun
      return EARLY
    end
    return d.because ~= "" and d.because or nil
  end

  function LL.presence_tell(ctx, id, v, reason)
    local d, before, after = v.d, v.d.presence, presence(ctx, v)
    reason = after == "away" and away_for(d) or reason
    local told = after ~= "away" or d.reason == reason or (away_for(d) == nil and d.reason ~= EARLY)
    local lanes_told = after == "away" or d.told_profile == d.profile
    if before == after and d.told_draining == d.draining and told and lanes_told then
      return
    end
    LL.set(v, "presence", after)
    LL.set(v, "reason", reason)
    LL.set(v, "told_draining", v.d.draining)
    LL.set(v, "told_profile", v.d.profile)
    LL.set(v, "version", LL.int((tonumber(v.d.version) or 0) + 1))
    LL.fact(ctx, "volunteer.presence_changed", "volunteer", id, "version", v.d.version, "presence", after,
      "before", before, "reason", reason, "draining", v.d.draining, "lanes", v.d.lanes)
  end

  -- The engine sets a volunteer away; why is told when it shows, be it after the talk.
  function LL.set_away(v, because)
    LL.set(v, "wanted", "away")
    LL.set(v, "because", because)
  end

  local function intentions(ctx, v)
    local d = v.d
    if d.draining == "1" and d.talks == "" and d.wraps == "" and d.offer == "" then
      LL.set(v, "draining", "0")
      LL.set_away(v, "drained")
    end
    if d.wanted == "ready" and d.profile == "" then
      LL.set_away(v, "no_lanes")
    elseif d.wanted == "ready" and d.talks == "" and OFF_DUTY[LL.duty(ctx, d)] then
      LL.set_away(v, OFF_DUTY[LL.duty(ctx, d)])
    end
  end

  -- After any change of a volunteer: offer what waits, keep the ready set and the presence true, save.
  function LL.settle(ctx, id, v, reason)
    LL.narrow(ctx, v)
    intentions(ctx, v)
    LL.pool_leave(ctx, id, v)
    local profile = pool(ctx, v)
    if profile ~= "" and not (not ctx.held and LL.match_volunteer(ctx, id, v, profile, reason)) then
      pool_enter(ctx, id, v, profile)
    end
    if tonumber(v.d.rest_until) > ctx.now then
      LL.due(ctx, "rest", id, tonumber(v.d.rest_until))
    end
    LL.presence_tell(ctx, id, v, reason)
    LL.save(ctx, "volunteer", id, v)
  end

  function LL.volunteer_beat(ctx, id, v)
    LL.due(ctx, "vbeat", id, ctx.now + 2 * LL.policy(ctx, "heartbeat_ms"))
    if v.d.conn ~= "connected" then
      LL.undue(ctx, id, "vgone")
      LL.volunteer_connection(ctx, id, v, "connected")
      LL.settle(ctx, id, v, "back")
    end
  end

  function LL.volunteer_connection(ctx, id, v, connection)
    LL.set(v, "conn", connection)
    LL.set(v, "version", LL.int((tonumber(v.d.version) or 0) + 1))
    LL.fact(ctx, "volunteer.connection_changed", "volunteer", id, "version", v.d.version, "connection", connection)
  end

  -- Two heartbeats missed, by the instant `due`: no new offers. The engine itself may have been away since.
  function LL.volunteer_unsure(ctx, id, due)
    local v = LL.load(ctx, "volunteer", id)
    if v.there and v.d.conn == "connected" then
      LL.set(v, "heard", LL.int(due - 2 * LL.policy(ctx, "heartbeat_ms")))
      LL.volunteer_connection(ctx, id, v, "unsure")
      LL.due(ctx, "vgone", id, ctx.now + LL.policy(ctx, "volunteer_grace_ms"))
      LL.settle(ctx, id, v, "unsure")
    end
  end

  -- Past the grace, or by log-out: give everything back, then offline.
  function LL.volunteer_off(ctx, id, v, reason)
    LL.volunteer_connection(ctx, id, v, "gone")
    LL.pool_leave(ctx, id, v)
    LL.set(v, "wanted", "away")
    LL.set(v, "draining", "0")
    local back, others = {}, {}
    if v.d.offer ~= "" then
      back[1] = LL.withdraw(ctx, v.d.offer, id, v, reason == "asked" and "volunteer_left" or "volunteer_lost")
    end
    for _, contact in ipairs(LL.words(v.d.talks)) do
      local other
      back[#back + 1], other = LL.lose_talk(ctx, contact, id, v)
      others[#others + 1] = other
    end
    for _, contact in ipairs(LL.words(v.d.wraps)) do
      LL.wrapped(ctx, contact, id, v, { heavy = "0", topic = "", result = "", late = "1" })
    end
    redis.call("SREM", LL.key(ctx.root, "volunteers"), id)
    LL.settle(ctx, id, v, reason)
    LL.undue(ctx, id, "vbeat", "vgone", "rest", "shift")
    redis.call("PEXPIRE", LL.key(ctx.root, "volunteer", id), LL.int(LL.policy(ctx, "tomb_ms")))
    LL.seek_in_order(ctx, back, "volunteer_lost")
    for _, other in ipairs(others) do -- last: what came back is before what they would take
      LL.settle(ctx, other, LL.load(ctx, "volunteer", other), "volunteer_lost")
    end
  end

  local function connect(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local v = LL.load(ctx, "volunteer", id)
    -- every check passed: first write
    new(ctx, id, v)
    redis.call("SADD", LL.key(ctx.root, "volunteers"), id)
    redis.call("PERSIST", LL.key(ctx.root, "volunteer", id))
    LL.follow_rota(ctx, id, v)
    LL.volunteer_beat(ctx, id, v)
    LL.settle(ctx, id, v, "connected")
    if (args[2] or "") ~= "" then -- a console with a name: the volunteer's others hear of it
      LL.signal(ctx, "console", id, "console", args[2])
    end
    return { "CONNECTED", v.d.presence }
  end

  local function ready(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local v, refused = LL.load(ctx, "volunteer", id), REFUSED[LL.duty(ctx, LL.rota_of(ctx, id))]
    if refused then
      return { refused }
    end
    -- every check passed: first write
    new(ctx, id, v)
    LL.declare_profile(ctx, args[3], args[4])
    LL.declare_profile(ctx, args[5], args[6])
    redis.call("SADD", LL.key(ctx.root, "volunteers"), id)
    redis.call("PERSIST", LL.key(ctx.root, "volunteer", id))
    LL.pool_leave(ctx, id, v)
    for index, field in ipairs({ "chats", "own_profile", "own_lanes", "profile2", "lanes2", "fit", "past_end" }) do
      LL.set(v, field, args[index + 1])
    end
    LL.set(v, "wanted", "ready")
    LL.set(v, "draining", "0")
    LL.set(v, "missed", "0")
    LL.set(v, "because", "")
    LL.set(v, "lost", "0")
    LL.set(v, "rest_until", v.d.rest_owed) -- a rest by choice ends, one that routing demands does not
    LL.undue(ctx, id, "rest")
    LL.follow_rota(ctx, id, v)
    LL.volunteer_beat(ctx, id, v)
    LL.settle(ctx, id, v, "asked")
    return { "OK", v.d.presence }
  end

  -- A known volunteer changes something, then everything follows.
  local function change(keys, args, apply)
    local ctx, id = LL.begin(keys[1]), args[1]
    local v = LL.load(ctx, "volunteer", id)
    if not v.there or v.d.presence == "offline" then
      return { "UNKNOWN" }
    end
    -- every check passed: first write
    LL.settle(ctx, id, v, apply(ctx, id, v) or "asked")
    return { "OK", v.d.presence }
  end

  local function pause(keys, args)
    local ctx, back = nil, nil
    local outcome = change(keys, args, function(context, id, v)
      ctx = context
      LL.set(v, "wanted", "away")
      LL.set(v, "because", "")
      LL.set(v, "draining", "0")
      if v.d.offer ~= "" then
        back = LL.withdraw(ctx, v.d.offer, id, v, "volunteer_left")
      end
    end)
    if back then
      LL.seek_again(ctx, back, "volunteer_left")
    end
    return outcome
  end

  local function drain(keys, args)
    return change(keys, args, function(_, _, v)
      LL.set(v, "draining", args[2])
    end)
  end

  local function rest(keys, args)
    return change(keys, args, function(ctx, _, v)
      LL.set(v, "wanted", "ready")
      LL.set(v, "rest_until", LL.int(math.max(tonumber(v.d.rest_until), ctx.now + tonumber(args[2]))))
      return "asked_rest"
    end)
  end

  local function leave(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local v = LL.load(ctx, "volunteer", id)
    if not v.there or v.d.presence == "offline" then
      return { "UNKNOWN" }
    elseif v.d.talks ~= "" then
      return { "IN_CONVERSATION" }
    end
    -- every check passed: first write
    LL.volunteer_off(ctx, id, v, "asked")
    return { "OK", v.d.presence }
  end

  local function beat(keys, args)
    local ctx, answers = LL.begin(keys[1]), {}
    -- every check passed: first write
    for index, id in ipairs(args) do
      local v = LL.load(ctx, "volunteer", id)
      if v.there and v.d.presence ~= "offline" then
        LL.volunteer_beat(ctx, id, v)
        answers[index] = "OK"
      else
        answers[index] = "UNKNOWN"
      end
    end
    return answers
  end

  local function look(keys, args)
    local flat = redis.call("HGETALL", LL.key(keys[1], "volunteer", args[1]))
    if flat[1] then
      local ctx = LL.begin(keys[1])
      flat[#flat + 1] = "duty"
      flat[#flat + 1] = LL.duty(ctx, LL.rota_of(ctx, args[1]))
    end
    return flat
  end

  redis.register_function("presence_connect_v1", connect)
  redis.register_function("presence_ready_v1", ready)
  redis.register_function("presence_pause_v1", pause)
  redis.register_function("presence_drain_v1", drain)
  redis.register_function("presence_rest_v1", rest)
  redis.register_function("presence_leave_v1", leave)
  redis.register_function("presence_beat_v1", beat)
  redis.register_function({ function_name = "presence_look_v1", callback = look, flags = { "no-writes" } })
end
