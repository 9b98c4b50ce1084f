-- Conversation: messages while the talk lasts, transfer, loss of the volunteer, end.
--
-- conversation_write_v1(contact, by, volunteer, key, body, most, span_ms)
--     -> SENT seq at_ms | AGAIN seq at_ms | TOO_FAST wait_ms | FULL | NOT_YOURS | OVER
-- conversation_look_v1(contact, after)               -> {pairs of the hash, messages after seq} (read only)
-- conversation_receipt_v1(contact, by, volunteer, delivered, read) -> OK | NOT_YOURS
-- conversation_typing_v1(contact, by, volunteer, on)  -> OK | NOT_YOURS
-- conversation_transfer_v1(contact, volunteer, lanes) -> LOOKING | OFFERED | NOT_YOURS | MOVING
-- conversation_transfer_cancel_v1(contact, volunteer) -> OK | NOT_MOVING
-- conversation_end_v1(contact, volunteer)             -> ENDED | NOT_YOURS
--
-- `by` = caller | volunteer; a caller passes no volunteer. A message is a JSON document {seq, by, key, body, at}; the body is
-- never read here. Messages live in a list that is deleted at the end of the talk; streams carry only their numbers.
-- Facts: transfer.requested, transfer.cancelled, conversation.lost, conversation.ended. Signals: message, receipt, typing.
do
  local MOST_MESSAGES = 2000 -- a contact's messages at once; one more is refused as FULL
  local MOST_WAITING = 200 -- of them, those of a caller who waits

  local function party_to(c, by, volunteer)
    if by == "caller" then
      return c.d.state == "waiting" or c.d.state == "offered" or c.d.state == "conversation"
    end
    return c.d.state == "conversation" and c.d.volunteer == volunteer
  end

  local function write(keys, args)
    local ctx, id, by = LL.begin(keys[1]), args[1], args[2]
    local c = LL.load(ctx, "contact", id)
    if not party_to(c, by, args[3]) then
      return { c.d.state == "conversation" and "NOT_YOURS" or "OVER" }
    end
    local again = redis.call("HGET", LL.key(ctx.root, "message_keys", id), by .. args[4])
    if again then
      local seq, at = string.match(again, "^(%d+) (%d+)$")
      return { "AGAIN", tonumber(seq), tonumber(at) }
    end
    local span, count = tonumber(args[7]), tonumber(c.d["rate_" .. by]) or 0
    local since = tonumber(c.d["rate_at_" .. by]) or 0
    if ctx.now - since >= span then
      since, count = ctx.now, 0
    end
    if tonumber(c.d.seq) - tonumber(c.d.seq_lost) >= (c.d.state == "conversation" and MOST_MESSAGES or MOST_WAITING) then
      return { "FULL" }
    elseif count >= tonumber(args[6]) then
      return { "TOO_FAST", since + span - ctx.now }
    end
    -- every check passed: first write
    local seq, at = LL.int(tonumber(c.d.seq) + 1), LL.int(ctx.now)
    LL.set(c, "seq", seq)
    LL.set(c, "rate_" .. by, LL.int(count + 1))
    LL.set(c, "rate_at_" .. by, LL.int(since))
    redis.call("RPUSH", LL.key(ctx.root, "messages", id), '{"seq":' .. seq .. ',"by":"' .. by .. '","key":'
      .. cjson.encode(args[4]) .. ',"body":' .. cjson.encode(args[5]) .. ',"at":' .. at .. "}")
    redis.call("HSET", LL.key(ctx.root, "message_keys", id), by .. args[4], seq .. " " .. at)
    LL.save(ctx, "contact", id, c)
    LL.signal(ctx, "message", id, "by", by, "seq", seq)
    return { "SENT", tonumber(seq), tonumber(at) }
  end

  local function look(keys, args)
    local contact = LL.key(keys[1], "contact", args[1])
    local after = tonumber(args[2]) - tonumber(redis.call("HGET", contact, "seq_lost") or 0)
    return {
      redis.call("HGETALL", contact),
      redis.call("LRANGE", LL.key(keys[1], "messages", args[1]), math.max(0, after), -1),
    }
  end

  -- `delivered` and `read` are seqs of the other side's messages that reached, and were read by, `by`.
  local function receipt(keys, args)
    local ctx, id, by = LL.begin(keys[1]), args[1], args[2]
    local c = LL.load(ctx, "contact", id)
    if not party_to(c, by, args[3]) then
      return { "NOT_YOURS" }
    end
    local most = tonumber(c.d.seq)
    local read = math.min(most, math.max(tonumber(args[5]), tonumber(c.d["read_" .. by])))
    local delivered = math.min(most, math.max(tonumber(args[4]), tonumber(c.d["delivered_" .. by]), read))
    -- every check passed: first write
    if LL.int(read) ~= c.d["read_" .. by] or LL.int(delivered) ~= c.d["delivered_" .. by] then
      LL.set(c, "read_" .. by, LL.int(read))
      LL.set(c, "delivered_" .. by, LL.int(delivered))
      LL.save(ctx, "contact", id, c)
      LL.signal(ctx, "receipt", id, "by", by, "delivered", LL.int(delivered), "read", LL.int(read))
    end
    return { "OK" }
  end

  local function typing(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    if not party_to(LL.load(ctx, "contact", id), args[2], args[3]) then
      return { "NOT_YOURS" }
    end
    -- every check passed: first write
    LL.signal(ctx, "typing", id, "by", args[2], "on", args[4])
    return { "OK" }
  end

  -- The contact's side of an accepted offer. The caller of this saves c and settles the volunteer.
  function LL.talk_begins(ctx, id, c, volunteer)
    LL.help_over(ctx, id, c) -- what was asked for by who hands over
    LL.lanes_leave(ctx, id, c)
    redis.call("ZREM", LL.key(ctx.root, "line"), id)
    LL.undue(ctx, id, "step", "offer")
    redis.call("SADD", LL.key(ctx.root, "talking"), id)
    for field, value in next, {
      state = "conversation", volunteer = volunteer, moving = "0", step_due = "", step_left = "",
      talk_at = LL.int(ctx.now), delivered_volunteer = "0", read_volunteer = "0",
    } do
      LL.set(c, field, value)
    end
    if not c.d.answered then
      LL.set(c, "answered", LL.int(ctx.now))
    end
  end

  -- A volunteer's part of a talk is over (transfer or end): wrap-up of it begins. Returns the volunteer's hash when saved.
  function LL.part(ctx, id, c, volunteer)
    local v = LL.load(ctx, "volunteer", volunteer)
    if not LL.has_word(v.d.talks, id) then
      return
    end
    LL.set(v, "talks", LL.without_word(v.d.talks, id))
    LL.set(v, "phone", "0")
    LL.set(v, "wraps", LL.with_word(v.d.wraps, id))
    LL.worked(ctx, v, ctx.now - tonumber(c.d.talk_at))
    LL.set(v, "wrap_at", LL.with_word(v.d.wrap_at, id .. "@" .. LL.int(ctx.now)))
    LL.due(ctx, "wrap", id .. "|" .. volunteer, ctx.now + LL.policy(ctx, "wrapup_ms"))
    LL.settle(ctx, volunteer, v, "talk_over")
  end

  function LL.end_talk(ctx, id, c, by)
    local volunteer = c.d.volunteer
    local other, o = LL.withdraw_from_contact(ctx, id, c, "ended")
    LL.out_of_line(ctx, id, c)
    redis.call("SREM", LL.key(ctx.root, "talking"), id)
    redis.call("DEL", LL.key(ctx.root, "messages", id), LL.key(ctx.root, "message_keys", id),
      LL.key(ctx.root, "passed", id))
    LL.set(c, "state", "wrapup")
    LL.set(c, "moving", "0")
    LL.set(c, "ended_by", by)
    LL.help_over(ctx, id, c)
    LL.contact_fact(ctx, id, c, "conversation.ended", "volunteer", volunteer, "by", by,
      "talked_ms", LL.int(ctx.now - tonumber(c.d.talk_at)))
    LL.save(ctx, "contact", id, c)
    LL.part(ctx, id, c, volunteer)
    if other then
      LL.settle(ctx, other, o, "ended")
    end
  end

  -- The volunteer is gone in mid-talk: back, first in line. The volunteer's hash is in the caller's hand, who lets the
  -- contact, and whoever a transfer was offered to, look again later: both are returned.
  function LL.lose_talk(ctx, id, volunteer, v)
    local c = LL.load(ctx, "contact", id)
    local other, o = LL.withdraw_from_contact(ctx, id, c, "volunteer_lost")
    LL.lanes_leave(ctx, id, c)
    redis.call("SREM", LL.key(ctx.root, "talking"), id)
    redis.call("HSET", LL.key(ctx.root, "passed", id), volunteer, "lost")
    LL.set(v, "lost", "1")
    LL.set(v, "talks", LL.without_word(v.d.talks, id))
    LL.set(v, "phone", "0")
    local talked = math.max(0, (tonumber(v.d.heard) or ctx.now) - tonumber(c.d.talk_at)) -- nobody listened after that
    LL.worked(ctx, v, talked)
    LL.help_over(ctx, id, c)
    LL.contact_fact(ctx, id, c, "conversation.lost", "volunteer", volunteer, "talked_ms", LL.int(talked))
    local first = redis.call("ZRANGE", LL.key(ctx.root, "line"), 0, 0, "WITHSCORES")
    local key = tonumber(c.d.arrived) - LL.policy(ctx, "credit_handed_ms")
    LL.set(c, "key", LL.int(math.min(key, first[2] and tonumber(first[2]) - 1 or key)))
    LL.set(c, "volunteer", "")
    LL.set(c, "moving", "0")
    local connected = c.d.conn
    LL.set(c, "conn", "unsure") -- looked for again only after the lost volunteer is settled
    LL.queued(ctx, id, c, "volunteer_lost")
    LL.set(c, "conn", connected)
    if connected ~= "connected" then
      LL.undue(ctx, id, "cbeat", "silence")
      LL.due(ctx, "cgone", id, ctx.now + LL.policy(ctx, "caller_grace_ms"))
    end
    LL.save(ctx, "contact", id, c)
    if other then
      LL.save(ctx, "volunteer", other, o)
    end
    return id, other
  end

  local function transfer(keys, args)
    local ctx, id, volunteer = LL.begin(keys[1]), args[1], args[2]
    local c = LL.load(ctx, "contact", id)
    if not party_to(c, "volunteer", volunteer) then
      return { "NOT_YOURS" }
    elseif c.d.moving == "1" then
      return { "MOVING" }
    end
    -- every check passed: first write
    LL.set(c, "moving", "1")
    LL.set(c, "lanes", args[3])
    LL.set(c, "key", LL.int(tonumber(c.d.arrived) - LL.policy(ctx, "credit_handed_ms")))
    redis.call("HSET", LL.key(ctx.root, "passed", id), volunteer, "handing_over")
    LL.contact_fact(ctx, id, c, "transfer.requested", "volunteer", volunteer, "lanes", c.d.lanes)
    local offered = LL.seek(ctx, id, c, "transfer")
    LL.save(ctx, "contact", id, c)
    return { offered and "OFFERED" or "LOOKING" }
  end

  local function transfer_cancel(keys, args)
    local ctx, id, volunteer = LL.begin(keys[1]), args[1], args[2]
    local c = LL.load(ctx, "contact", id)
    if not party_to(c, "volunteer", volunteer) or c.d.moving ~= "1" then
      return { "NOT_MOVING" }
    end
    -- every check passed: first write
    local other, o = LL.withdraw_from_contact(ctx, id, c, "transfer_cancelled")
    LL.lanes_leave(ctx, id, c)
    LL.set(c, "moving", "0")
    redis.call("HDEL", LL.key(ctx.root, "passed", id), volunteer)
    LL.contact_fact(ctx, id, c, "transfer.cancelled", "volunteer", volunteer)
    LL.save(ctx, "contact", id, c)
    if other then
      LL.settle(ctx, other, o, "transfer_cancelled")
    end
    return { "OK" }
  end

  local function finish(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local c = LL.load(ctx, "contact", id)
    if not party_to(c, "volunteer", args[2]) then
      return { "NOT_YOURS" }
    end
    -- every check passed: first write
    LL.end_talk(ctx, id, c, "volunteer")
    return { "ENDED" }
  end

  redis.register_function("conversation_write_v1", write)
  redis.register_function({ function_name = "conversation_look_v1", callback = look, flags = { "no-writes" } })
  redis.register_function("conversation_receipt_v1", receipt)
  redis.register_function("conversation_typing_v1", typing)
  redis.register_function("conversation_transfer_v1", transfer)
  redis.register_function("conversation_transfer_cancel_v1", transfer_cancel)
  redis.register_function("conversation_end_v1", finish)
end
