-- Offer: match and reserve in one step; accept | decline | expire | withdraw.
--
-- offer_accept_v1(contact, offer, volunteer)   -> ACCEPTED | TAKEN | OFFER_GONE   (the same answer again changes nothing)
-- offer_decline_v1(contact, offer, volunteer)  -> DECLINED presence | OFFER_GONE
--
-- Matching runs inside whatever changed something: LL.seek for a contact, LL.match_volunteer for a volunteer; expiry
-- comes from the sweep. `offer` is a fence: a number no other offer of the line ever has. An answer with another fence, of
-- another volunteer, of an earlier epoch, or after the deadline changes nothing. Who declined a contact, or hands it over, is
-- not offered it; who lost it only while nobody else who is ready can take it. Facts: offer.made, offer.accepted, offer.declined,
-- offer.expired, offer.withdrawn, and the presence of the volunteer.
do
  local LOOK_BACK = 5 -- older contacts and other profiles explained in `why`, at most

  local function passed(ctx, contact)
    local flat = redis.call("HGETALL", LL.key(ctx.root, "passed", contact))
    local why, count = {}, 0
    for index = 1, #flat, 2 do
      why[flat[index]] = flat[index + 1]
      count = count + 1
    end
    return why, count
  end

  -- Contacts that came before the chosen one and were not offered to this volunteer, with the reason.
  local function older(ctx, volunteer, chosen, key)
    local rows = redis.call("ZRANGE", LL.key(ctx.root, "line"), 0, LOOK_BACK, "WITHSCORES")
    local list = {}
    for index = 1, #rows, 2 do
      if rows[index] ~= chosen and tonumber(rows[index + 1]) < key then
        local d = redis.call("HMGET", LL.key(ctx.root, "contact", rows[index]), "conn", "state")
        local reason = redis.call("HGET", LL.key(ctx.root, "passed", rows[index]), volunteer)
        if not reason then
          reason = d[2] == "offered" and "on_offer" or (d[1] ~= "connected" and "unsure" or "other_lane")
        end
        list[#list + 1] = { rows[index], reason }
      end
    end
    return list
  end

  -- Volunteers whose turn was earlier and who have none of the contact's lanes.
  local function other_profiles(ctx, tried, turn, list)
    if redis.call("SCARD", LL.key(ctx.root, "profiles")) > 16 then
      return
    end
    for _, profile in ipairs(redis.call("SMEMBERS", LL.key(ctx.root, "profiles"))) do
      if not tried[profile] and #list < LOOK_BACK then
        local head = redis.call("ZRANGE", LL.key(ctx.root, "ready", profile), 0, 0, "WITHSCORES")
        if head[1] and tonumber(head[2]) < turn then
          list[#list + 1] = { head[1], "other_lane" }
        end
      end
    end
  end

  local function earlier(one, other)
    return not other or one.turn < other.turn or (one.turn == other.turn and one.id < other.id)
  end

  -- The volunteer whose turn it is for this contact: { id, turn, lane, passed volunteers } or nil. One who lost it comes
  -- after all others: back and ready, they are better than nobody.
  local function pick_volunteer(ctx, id, c, avoid)
    local why, count = passed(ctx, id)
    if avoid then
      why[avoid] = why[avoid] ~= "lost" and why[avoid] or "missed"
      count = count + 1
    end
    local best, spare, tried, list = nil, nil, {}, {}
    for _, lane in ipairs(LL.words(c.d.lanes)) do
      local profiles = redis.call("SINTER", LL.key(ctx.root, "lane_profiles", lane), LL.key(ctx.root, "profiles"))
      for _, profile in ipairs(profiles) do
        if not tried[profile] then
          tried[profile] = true
          local rows = redis.call("ZRANGE", LL.key(ctx.root, "ready", profile), 0, count, "WITHSCORES")
          for index = 1, #rows, 2 do
            local one, reason = { id = rows[index], turn = tonumber(rows[index + 1]), lane = lane }, why[rows[index]]
            if not reason then
              best = earlier(one, best) and one or best
              break
            end
            list[#list + 1] = { one.id, reason }
            if reason == "lost" and earlier(one, spare) then
              spare, one.at = one, #list
            end
          end
        end
      end
    end
    if not best and spare then
      best = spare
      table.remove(list, spare.at)
    end
    if best then
      other_profiles(ctx, tried, best.turn, list)
      best.passed = list
    end
    return best
  end

  -- The contact first in order among the volunteer's lanes: { id, key, lane } or nil. One this volunteer lost and that
  -- waits still could be given to nobody else who is ready.
  local function pick_contact(ctx, id, profile)
    local lanes = redis.call("SINTER", LL.key(ctx.root, "profile_lanes", profile), LL.key(ctx.root, "lanes"))
    local best
    for _, lane in ipairs(lanes) do
      local from, found = 0, false
      while not found do
        local rows = redis.call("ZRANGE", LL.key(ctx.root, "waiting", lane), from, from, "WITHSCORES")
        if not rows[1] or (best and tonumber(rows[2]) > best.key) then
          found = true
        else
          local reason, key = redis.call("HGET", LL.key(ctx.root, "passed", rows[1]), id), tonumber(rows[2])
          found = not reason or reason == "lost"
          if found and (not best or key < best.key or (key == best.key and rows[1] < best.id)) then
            best = { id = rows[1], key = key, lane = lane }
          end
        end
        from = from + 1
      end
    end
    return best
  end

  local function encode_pairs(list)
    return #list == 0 and "[]" or cjson.encode(list)
  end

  local function make(ctx, id, c, volunteer, v, choice)
    local fence = LL.int(redis.call("HINCRBY", LL.key(ctx.root, "meta"), "fence", 1))
    local due = ctx.now + LL.policy(ctx, "offer_ms")
    LL.lanes_leave(ctx, id, c)
    LL.set(c, "offer", fence)
    LL.set(c, "offer_to", volunteer)
    LL.set(c, "offer_due", LL.int(due))
    LL.set(c, "offer_lane", choice.lane)
    if c.d.state == "waiting" then
      LL.set(c, "state", "offered")
    end
    LL.step_hold(ctx, id, c)
    LL.due(ctx, "offer", id, due)
    LL.set(v, "offer", id)
    local why = '{"trigger":"' .. choice.trigger .. '","turn":' .. string.format("%.9f", choice.turn) .. ',"order_key":'
      .. LL.int(tonumber(c.d.key)) .. ',"passed_volunteers":' .. encode_pairs(choice.passed)
      .. ',"passed_contacts":' .. encode_pairs(older(ctx, volunteer, id, tonumber(c.d.key))) .. "}"
    LL.contact_fact(ctx, id, c, "offer.made", "offer", fence, "volunteer", volunteer, "lane", choice.lane,
      "due_at", LL.int(due), "transfer", c.d.moving or "0", "why", why)
  end

  -- A contact looks for a volunteer; if there is none it waits in its lanes. The caller of this saves c.
  function LL.seek(ctx, id, c, trigger, avoid)
    if c.d.conn ~= "connected" then
      return false
    end
    local choice = not ctx.held and pick_volunteer(ctx, id, c, avoid)
    if not choice then
      LL.lanes_enter(ctx, id, c)
      return false
    end
    choice.trigger = trigger
    local v = LL.load(ctx, "volunteer", choice.id)
    LL.pool_leave(ctx, choice.id, v)
    make(ctx, id, c, choice.id, v, choice)
    LL.presence_tell(ctx, choice.id, v, "offer")
    LL.save(ctx, "volunteer", choice.id, v)
    return true
  end

  function LL.seek_again(ctx, id, trigger)
    local c = LL.load(ctx, "contact", id)
    if c.d.state == "waiting" or (c.d.moving == "1" and (c.d.offer_to or "") == "") then
      LL.seek(ctx, id, c, trigger)
      LL.save(ctx, "contact", id, c)
    end
  end

  -- Several contacts look again, the first in order first.
  function LL.seek_in_order(ctx, ids, trigger)
    local places = {}
    for index, id in ipairs(ids) do
      places[index] = { id, tonumber(redis.call("HGET", LL.key(ctx.root, "contact", id), "key")) }
    end
    table.sort(places, function(one, other)
      return one[2] < other[2] or (one[2] == other[2] and one[1] < other[1])
    end)
    for _, place in ipairs(places) do
      LL.seek_again(ctx, place[1], trigger)
    end
  end

  -- A volunteer who may be offered something takes the head of the line. The caller of this saves v.
  function LL.match_volunteer(ctx, id, v, profile, trigger)
    local choice = pick_contact(ctx, id, profile)
    if not choice then
      return false
    end
    local c = LL.load(ctx, "contact", choice.id)
    choice.trigger, choice.turn, choice.passed = trigger, LL.turn(ctx, v), {}
    make(ctx, choice.id, c, id, v, choice)
    LL.save(ctx, "contact", choice.id, c)
    return true
  end

  -- The offer is over and was not accepted: the contact is as it was before, the volunteer has nothing on offer.
  local function over(ctx, id, c, v)
    LL.undue(ctx, id, "offer")
    LL.set(c, "offer_to", "")
    LL.set(v, "offer", "")
    if c.d.state == "offered" then
      LL.set(c, "state", "waiting")
    end
    LL.step_go_on(ctx, id, c)
  end

  -- Take an offer back. The volunteer's hash is in the caller's hand; returns the contact, to look again later.
  function LL.withdraw(ctx, id, volunteer, v, reason)
    local c = LL.load(ctx, "contact", id)
    over(ctx, id, c, v)
    LL.contact_fact(ctx, id, c, "offer.withdrawn", "offer", c.d.offer, "volunteer", volunteer, "reason", reason)
    LL.save(ctx, "contact", id, c)
    return id
  end

  -- The contact's side takes the offer back: the volunteer is settled again.
  function LL.withdraw_from_contact(ctx, id, c, reason)
    local volunteer = c.d.offer_to or ""
    if volunteer ~= "" then
      local v = LL.load(ctx, "volunteer", volunteer)
      over(ctx, id, c, v)
      LL.contact_fact(ctx, id, c, "offer.withdrawn", "offer", c.d.offer, "volunteer", volunteer, "reason", reason)
      LL.save(ctx, "contact", id, c)
      return volunteer, v
    end
  end

  -- The deadline passed: others first; two in a row set the volunteer away, told.
  function LL.offer_expired(ctx, id)
    local c = LL.load(ctx, "contact", id)
    local volunteer = c.d.offer_to or ""
    if volunteer == "" then
      return
    end
    local v = LL.load(ctx, "volunteer", volunteer)
    over(ctx, id, c, v)
    if tonumber(c.d.offer) > LL.first_fence(ctx.epoch) then -- one of a lost epoch could not be answered
      LL.set(v, "missed", LL.int(tonumber(v.d.missed) + 1))
    end
    LL.contact_fact(ctx, id, c, "offer.expired", "offer", c.d.offer, "volunteer", volunteer, "in_a_row", v.d.missed)
    if tonumber(v.d.missed) >= LL.policy(ctx, "missed_until_away") then
      LL.set_away(v, "missed_offers")
      LL.set(v, "missed", "0")
    end
    LL.seek(ctx, id, c, "expired", volunteer)
    LL.save(ctx, "contact", id, c)
    LL.settle(ctx, volunteer, v, "expired")
  end

  local function mine(ctx, c, fence, volunteer)
    return c.there and c.d.offer == fence and c.d.offer_to == volunteer and ctx.now <= tonumber(c.d.offer_due)
      and tonumber(fence) > LL.first_fence(ctx.epoch)
  end

  local function accept(keys, args)
    local ctx, id, volunteer = LL.begin(keys[1]), args[1], args[3]
    local c = LL.load(ctx, "contact", id)
    if not mine(ctx, c, args[2], volunteer) then
      if c.d.state ~= "conversation" then
        return { "OFFER_GONE" }
      elseif c.d.volunteer ~= volunteer then
        return { "TAKEN" }
      end
      return { c.d.accepted == args[2] and "ACCEPTED" or "OFFER_GONE" } -- told again, should the answer have been lost
    end
    local v = LL.load(ctx, "volunteer", volunteer)
    -- every check passed: first write
    local before = c.d.moving == "1" and c.d.volunteer or ""
    over(ctx, id, c, v)
    LL.set(c, "accepted", args[2])
    LL.set(v, "missed", "0")
    LL.set(v, "talks", LL.with_word(v.d.talks, id))
    if c.d.channel == "phone" then
      LL.set(v, "phone", "1")
    end
    LL.contact_fact(ctx, id, c, "offer.accepted", "offer", c.d.offer, "volunteer", volunteer, "lane", c.d.offer_lane,
      "waited_ms", LL.int(ctx.now - tonumber(c.d.arrived)), "before", before)
    if before ~= "" then
      LL.part(ctx, id, c, before)
    end
    LL.talk_begins(ctx, id, c, volunteer)
    LL.save(ctx, "contact", id, c)
    LL.settle(ctx, volunteer, v, "accepted")
    return { "ACCEPTED" }
  end

  local function decline(keys, args)
    local ctx, id, volunteer = LL.begin(keys[1]), args[1], args[3]
    local c = LL.load(ctx, "contact", id)
    if not mine(ctx, c, args[2], volunteer) then
      return { "OFFER_GONE" }
    end
    local v = LL.load(ctx, "volunteer", volunteer)
    -- every check passed: first write
    over(ctx, id, c, v)
    LL.set(v, "missed", "0")
    redis.call("HSET", LL.key(ctx.root, "passed", id), volunteer, "declined")
    LL.contact_fact(ctx, id, c, "offer.declined", "offer", c.d.offer, "volunteer", volunteer)
    LL.seek(ctx, id, c, "declined")
    LL.save(ctx, "contact", id, c)
    LL.settle(ctx, volunteer, v, "declined")
    return { "DECLINED", v.d.presence }
  end

  redis.register_function("offer_accept_v1", accept)
  redis.register_function("offer_decline_v1", decline)
end
