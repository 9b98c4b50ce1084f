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
  local FEW_PROFILES = 64

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

  local function earlier(one, other)
    return not other or one.turn < other.turn or (one.turn == other.turn and one.id < other.id)
  end

  -- Of these profiles (every other word of rows) those that have one of the lanes: profile -> its first such lane.
  local function serving(ctx, lanes, rows)
    local profiles, found = {}, {}
    for index = 1, #rows, 2 do
      profiles[#profiles + 1] = rows[index]
    end
    for _, lane in ipairs(lanes) do
      local has = redis.call("SMISMEMBER", LL.key(ctx.root, "lane_profiles", lane), unpack(profiles))
      for index, profile in ipairs(profiles) do
        found[profile] = found[profile] or (has[index] == 1 and lane or nil)
      end
    end
    return found
  end

  -- The lanes somebody ready has, and whether few profiles have them: then these are at hand, else one looks by turn.
  local function with_somebody(ctx, lanes)
    local kept, profiles = {}, 0
    for _, lane in ipairs(lanes) do
      local key = LL.key(ctx.root, "lane_profiles", lane)
      if redis.call("ZINTERCARD", 2, LL.key(ctx.root, "turns"), key, "LIMIT", 1) == 1 then
        kept[#kept + 1] = lane
        profiles = profiles + redis.call("SCARD", key)
      end
    end
    return kept, profiles <= FEW_PROFILES
  end

  -- The ready of one profile by turn, up to the first who was not passed over for this contact.
  local function look_at(ctx, profile, lane, seen)
    local rows = redis.call("ZRANGE", LL.key(ctx.root, "ready", profile), 0, seen.count, "WITHSCORES")
    for index = 1, #rows, 2 do
      local one, reason = { id = rows[index], turn = tonumber(rows[index + 1]), lane = lane }, seen.why[rows[index]]
      if not reason then
        seen.best = earlier(one, seen.best) and one or seen.best
        return
      end
      seen.list[#seen.list + 1] = { one.id, reason }
      if reason == "lost" and earlier(one, seen.spare) then
        seen.spare, one.at = one, #seen.list
      end
    end
  end

  -- Volunteers whose turn was earlier and who have none of the contact's lanes, as far as they were looked at.
  local function note_others(ctx, others, turn, list)
    for _, profile in ipairs(others) do
      local head = redis.call("ZRANGE", LL.key(ctx.root, "ready", profile), 0, 0, "WITHSCORES")
      if #list < LOOK_BACK and tonumber(head[2]) < turn then
        list[#list + 1] = { head[1], "other_lane" }
      end
    end
  end

  -- Looks at the profiles by the turn of their first, a few and then ever more at once, until none can hold an earlier one.
  local function look_by_turn(ctx, lanes, seen)
    local from, size, others = 0, 8, {}
    while true do
      local rows = redis.call("ZRANGE", LL.key(ctx.root, "turns"), from, from + size - 1, "WITHSCORES")
      local lane_of = rows[1] and serving(ctx, lanes, rows)
      for index = 1, #rows, 2 do
        if seen.best and tonumber(rows[index + 1]) > seen.best.turn then
          return others
        elseif lane_of[rows[index]] then
          look_at(ctx, rows[index], lane_of[rows[index]], seen)
        elseif #others < LOOK_BACK then
          others[#others + 1] = rows[index]
        end
      end
      if not rows[1] then
        return others
      end
      from, size = from + size, math.min(size * 8, 4096)
    end
  end

  -- Looks at all ready profiles of these lanes.
  local function look_at_lanes(ctx, lanes, seen)
    local tried = {}
    for _, lane in ipairs(lanes) do
      local key = LL.key(ctx.root, "lane_profiles", lane)
      for _, profile in ipairs(redis.call("ZINTER", 2, LL.key(ctx.root, "turns"), key)) do
        if not tried[profile] then
          tried[profile] = true
          look_at(ctx, profile, lane, seen)
        end
      end
    end
    local others = {}
    for _, profile in ipairs(redis.call("ZRANGE", LL.key(ctx.root, "turns"), 0, LOOK_BACK)) do
      others[#others + 1] = not tried[profile] and profile or nil
    end
    return others
  end

  -- The volunteer whose turn it is for this contact: { id, turn, lane, passed volunteers } or nil. One who lost it comes
  -- after all others: back and ready, they are better than nobody.
  local function pick_volunteer(ctx, id, c, avoid)
    local lanes, few = with_somebody(ctx, LL.words(c.d.lanes))
    if not lanes[1] then
      return
    end
    local seen = { list = {} }
    seen.why, seen.count = passed(ctx, id)
    if avoid then
      seen.why[avoid] = seen.why[avoid] ~= "lost" and seen.why[avoid] or "missed"
      seen.count = seen.count + 1
    end
    local others = (few and look_at_lanes or look_by_turn)(ctx, lanes, seen)
    local best = seen.best or seen.spare
    if best then
      if best == seen.spare then
        table.remove(seen.list, best.at)
      end
      note_others(ctx, others, best.turn, seen.list)
      best.passed = seen.list
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
    if LL.duty(ctx, v.d) ~= "on" then -- the end of a shift the sweep has not come to yet
      LL.settle(ctx, choice.id, v, "time")
      if v.d.pool == "" then
        return LL.seek(ctx, id, c, trigger, avoid)
      end
    elseif v.d.only ~= "" and LL.pool_move(ctx, choice.id, v) then -- nor to the part of it with other channels
      LL.save(ctx, "volunteer", choice.id, v)
      return LL.seek(ctx, id, c, trigger, avoid)
    end
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
