-- Roster: from when to when volunteers may be offered contacts, as the rota in SQL has it.
--
-- roster_set_v1(whole, until_ms, volunteer, duty, ...) -> OK epoch
--
-- `duty` = words: `begin-end` in ms for every span on duty, in order, none touching the next; `x` with an instant: what the
-- line requires of the volunteer is lacking from then on; `chat@begin-end` (or several channels, with commas): only these are
-- offered in that span, all of the volunteer's elsewhere; no words: nothing planned. whole = 1: nobody else has any, and the
-- rota is known up to until_ms. While it is not known (PostgreSQL was away for days, or live state was lost) everybody may
-- be ready: a database that is away leaves no caller without volunteers. Where shifts are not required only what is lacking counts.
-- Whoever is present follows at once: an offer to somebody no longer on duty is withdrawn and sought anew, a talk goes on.
-- Facts: volunteer.shift_changed, offer.withdrawn, and those of presence.lua. Signal: shift (what a console may do has changed).
do
  -- What the rota says of a volunteer from now on, as fields of the volunteer's hash.
  function LL.rota_of(ctx, id)
    local text = redis.call("HGET", LL.key(ctx.root, "shifts"), id) or ""
    local found, only = { shift_from = "0", shift_until = "0", lacks_from = string.match(text, "x(%d+)") or "" }, {}
    for word in string.gmatch(text, "%S+") do
      local channels, begins, ends = string.match(word, "^([%a,]*)@?(%d+)%-(%d+)$")
      if begins and tonumber(ends) > ctx.now then
        if channels ~= "" then
          only[#only + 1] = word
        elseif found.shift_until == "0" then
          found.shift_from, found.shift_until = begins, ends
        end
      end
    end
    found.only = table.concat(only, " ")
    return found
  end

  -- The channels offered in the shift that runs, or is next, with commas; nil: all that the volunteer takes.
  local function only(ctx, d)
    if (d.only or "") == "" or ctx.rota <= ctx.now or not ctx.required then
      return nil
    end
    local at = math.max(ctx.now, tonumber(d.shift_from))
    for channels, begins, ends in string.gmatch(d.only, "([%a,]+)@(%d+)%-(%d+)") do
      if at >= tonumber(begins) and at < tonumber(ends) then
        return channels
      end
    end
  end

  function LL.takes(d, channel)
    return string.find(" " .. d.lanes, " " .. channel .. ".", 1, true) ~= nil
  end

  -- A profile is the name of a set of lanes: from now on it has these.
  function LL.declare_profile(ctx, profile, lanes)
    local key = LL.key(ctx.root, "profile_lanes", profile)
    if profile ~= "" and redis.call("EXISTS", key) == 0 then
      for _, lane in ipairs(LL.words(lanes)) do
        redis.call("SADD", key, lane)
        redis.call("SADD", LL.key(ctx.root, "lane_profiles", lane), profile)
      end
    end
  end

  -- What is offered to the volunteer now: their own lanes, or those of them that the shift is for.
  function LL.narrow(ctx, v)
    local d, profile, lanes = v.d, v.d.own_profile or v.d.profile, v.d.own_lanes or v.d.lanes
    local channels = only(ctx, d)
    if channels and lanes ~= "" then
      local kept = {}
      for _, lane in ipairs(LL.words(lanes)) do
        if string.find("," .. channels .. ",", "," .. string.match(lane, "^%a+") .. ",", 1, true) then
          kept[#kept + 1] = lane
        end
      end
      local fewer = table.concat(kept, " ")
      if fewer ~= lanes then
        profile, lanes = kept[1] and profile .. "." .. channels or "", fewer
        LL.declare_profile(ctx, profile, lanes)
      end
    end
    LL.set(v, "profile", profile)
    LL.set(v, "lanes", lanes)
  end

  -- Whether somebody with these fields may be offered contacts now: on; ending (nothing new, it would not fit); early (may
  -- check in for a shift that has not begun); off; lacks (what the line requires).
  function LL.duty(ctx, d)
    if ctx.rota <= ctx.now then
      return "on"
    elseif d.lacks_from ~= "" and ctx.now >= tonumber(d.lacks_from) then
      return "lacks"
    elseif not ctx.required then
      return "on"
    end
    local from, till = tonumber(d.shift_from), tonumber(d.shift_until)
    if ctx.now >= till then
      return "off"
    elseif ctx.now < from then
      return ctx.now >= from - LL.policy(ctx, "early_ms") and "early" or "off"
    end
    return d.past_end ~= "1" and ctx.now >= till - (tonumber(d.fit) or 0) and "ending" or "on"
  end

  -- The next instant at which time alone changes what LL.duty says.
  local function wake(ctx, id, d)
    local from, till, soonest = tonumber(d.shift_from), tonumber(d.shift_until), nil
    local instants = { from - LL.policy(ctx, "early_ms"), from, till - tonumber(d.fit), till, tonumber(d.lacks_from) }
    for begins, ends in string.gmatch(d.only, "@(%d+)%-(%d+)") do
      instants[#instants + 1] = tonumber(begins)
      instants[#instants + 1] = tonumber(ends)
    end
    for _, at in ipairs(instants) do
      if at > ctx.now and (not soonest or at < soonest) then
        soonest = at
      end
    end
    if soonest then
      LL.due(ctx, "shift", id, soonest)
    else
      LL.undue(ctx, id, "shift")
    end
  end

  -- A present volunteer's fields become what the rota says now; whether they changed. The caller of this settles or saves v.
  function LL.follow_rota(ctx, id, v)
    local found = LL.rota_of(ctx, id)
    local moved = found.shift_from ~= v.d.shift_from or found.shift_until ~= v.d.shift_until
    local changed = moved or found.lacks_from ~= v.d.lacks_from or found.only ~= v.d.only
    for field, value in next, found do
      LL.set(v, field, value)
    end
    wake(ctx, id, v.d)
    if moved then
      local planned = found.shift_until ~= "0"
      LL.fact(ctx, "volunteer.shift_changed", "volunteer", id, "begins", planned and found.shift_from or "",
        "ends", planned and found.shift_until or "")
    end
    return changed
  end

  -- The shift lasts longer: who was set away for its end goes on, unless they have asked for something since.
  local function go_on(ctx, v, ending)
    if ending and v.d.because == "shift_ending" and LL.duty(ctx, v.d) == "on" then
      LL.set(v, "wanted", "ready")
      LL.set(v, "because", "")
    end
  end

  -- Not, or no longer, on duty: settled, and the offer that was pending is returned, to be sought again later.
  local function stand_down(ctx, id, v, duty)
    local back
    if duty ~= "ending" and v.d.offer ~= "" then
      back = LL.withdraw(ctx, v.d.offer, id, v, "volunteer_left")
    end
    if duty == "off" and v.d.wanted == "ready" and v.d.talks == "" then
      LL.set_away(v, "no_shift")
    end
    LL.settle(ctx, id, v, "rota")
    return back
  end

  -- On duty still: an offer of a channel that is not theirs any more is returned, to be sought again later.
  local function carry_on(ctx, id, v)
    local back
    LL.narrow(ctx, v)
    if v.d.offer ~= "" and not LL.takes(v.d, redis.call("HGET", LL.key(ctx.root, "contact", v.d.offer), "channel")) then
      back = LL.withdraw(ctx, v.d.offer, id, v, "volunteer_left")
    end
    LL.pool_move(ctx, id, v)
    LL.save(ctx, "volunteer", id, v)
    return back
  end

  -- First nobody is on who should not be, then what was offered to them is sought again, then the others take what waits, by turn.
  local function follow_all(ctx, ids, anew)
    local back, others = {}, {}
    for _, id in ipairs(ids) do
      local v = LL.load(ctx, "volunteer", id)
      local ending = tonumber(v.d.shift_until) > ctx.now
      if LL.follow_rota(ctx, id, v) or anew then
        go_on(ctx, v, ending)
        local duty = LL.duty(ctx, v.d)
        if duty == "on" then
          others[#others + 1] = { id, LL.turn(ctx, v) }
          back[#back + 1] = carry_on(ctx, id, v)
        else
          back[#back + 1] = stand_down(ctx, id, v, duty)
        end
        LL.signal(ctx, "shift", id)
      end
    end
    LL.seek_in_order(ctx, back, "volunteer_left")
    table.sort(others, function(one, other)
      return one[2] < other[2] or (one[2] == other[2] and one[1] < other[1])
    end)
    for _, other in ipairs(others) do
      LL.settle(ctx, other[1], LL.load(ctx, "volunteer", other[1]), "rota")
    end
  end

  -- An instant of a volunteer's shift has come. Settled by what it was, then on to what is next. Who lacks something from
  -- now on takes not even what was offered before.
  function LL.shift_time(ctx, id)
    local v, back = LL.load(ctx, "volunteer", id), nil
    if v.there and v.d.presence ~= "offline" then
      if v.d.offer ~= "" and LL.duty(ctx, v.d) == "lacks" then
        back = LL.withdraw(ctx, v.d.offer, id, v, "volunteer_left")
      end
      LL.settle(ctx, id, v, "time")
      LL.follow_rota(ctx, id, v)
      LL.save(ctx, "volunteer", id, v)
      LL.signal(ctx, "shift", id)
      LL.seek_in_order(ctx, { back }, "volunteer_left")
    end
  end

  -- The rota was not told anew for so long that it is not known any more.
  function LL.rota_over(ctx)
    follow_all(ctx, redis.call("SMEMBERS", LL.key(ctx.root, "volunteers")), true)
  end

  local function present(ctx, whole, named)
    local volunteers = LL.key(ctx.root, "volunteers")
    if whole then
      return redis.call("SMEMBERS", volunteers)
    end
    local found = {}
    for id in next, named do
      if redis.call("SISMEMBER", volunteers, id) == 1 then
        found[#found + 1] = id
      end
    end
    table.sort(found)
    return found
  end

  -- The whole rota is there: whoever was not named has nothing, and it is known from now on.
  local function known(ctx, named, until_ms)
    local shifts = LL.key(ctx.root, "shifts")
    for _, id in ipairs(redis.call("HKEYS", shifts)) do
      if not named[id] then
        redis.call("HDEL", shifts, id)
      end
    end
    redis.call("HSET", LL.key(ctx.root, "meta"), "rota_until_ms", until_ms)
    LL.due(ctx, "rota", "line", tonumber(until_ms))
    ctx.rota = tonumber(until_ms)
  end

  local function set(keys, args)
    local ctx, whole, named = LL.begin(keys[1]), args[1] == "1", {}
    local shifts, was_known = LL.key(ctx.root, "shifts"), ctx.rota > ctx.now
    -- every check passed: first write
    for index = 3, #args, 2 do
      named[args[index]] = true
      if args[index + 1] == "" then
        redis.call("HDEL", shifts, args[index])
      else
        redis.call("HSET", shifts, args[index], args[index + 1])
      end
    end
    if whole then
      known(ctx, named, args[2])
    end
    follow_all(ctx, present(ctx, whole, named), whole and not was_known)
    return { "OK", ctx.epoch }
  end

  redis.register_function("roster_set_v1", set)
end
