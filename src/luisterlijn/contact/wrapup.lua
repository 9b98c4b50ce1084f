-- Wrap-up: after-contact work, rest, ready again.
--
-- wrapup_done_v1(contact, volunteer, topic, heavy, result) -> DONE presence | NOT_YOURS
-- wrapup_feedback_v1(contact, helped)                      -> OK | NOT_NOW
-- wrapup_block_v1(contact, until_ms)                       -> OK | UNKNOWN
--
-- The deadline of the wrap-up does the same with no answers (`late`). A heavy talk brings the longer rest; too many of
-- them in the rolling window rest the volunteer until the oldest leaves it. Facts: wrapup.done, contact.closed,
-- feedback.given, caller.blocked.
do
  -- When the volunteer may be offered something again, after a talk.
  local function rest_until(ctx, v, heavy)
    local span = LL.policy(ctx, heavy and "rest_heavy_ms" or "rest_ms")
    local until_ms = ctx.now + span
    if heavy then
      local window, recent = LL.policy(ctx, "heavy_window_ms"), {}
      for _, at in ipairs(LL.words(v.d.heavies)) do
        if tonumber(at) > ctx.now - window then
          recent[#recent + 1] = at
        end
      end
      recent[#recent + 1] = LL.int(ctx.now)
      LL.set(v, "heavies", table.concat(recent, " "))
      local budget = LL.policy(ctx, "heavy_budget")
      if #recent >= budget then
        until_ms = math.max(until_ms, tonumber(recent[#recent - budget + 1]) + window)
      end
    end
    return until_ms
  end

  -- One volunteer's wrap-up of one contact is over. The volunteer's hash is in the caller's hand.
  function LL.wrapped(ctx, id, volunteer, v, answers)
    local c = LL.load(ctx, "contact", id)
    local since, ats = ctx.now, {}
    for _, word in ipairs(LL.words(v.d.wrap_at)) do
      local contact, at = string.match(word, "^(.+)@(%d+)$")
      if contact == id then
        since = tonumber(at)
      else
        ats[#ats + 1] = word
      end
    end
    local took = math.min(ctx.now - since, LL.policy(ctx, "wrapup_ms")) -- also where its deadline was swept late
    LL.set(v, "wrap_at", table.concat(ats, " "))
    LL.undue(ctx, id .. "|" .. volunteer, "wrap")
    LL.set(v, "wraps", LL.without_word(v.d.wraps, id))
    LL.worked(ctx, v, took)
    LL.set(v, "rest_owed", LL.int(math.max(tonumber(v.d.rest_owed), rest_until(ctx, v, answers.heavy == "1"))))
    LL.set(v, "rest_until", LL.int(math.max(tonumber(v.d.rest_until), tonumber(v.d.rest_owed))))
    LL.contact_fact(ctx, id, c, "wrapup.done", "volunteer", volunteer, "topic", answers.topic, "heavy", answers.heavy,
      "result", answers.result, "took_ms", LL.int(took), "late", answers.late)
    local last = c.d.state == "wrapup" and c.d.volunteer == volunteer
    if last then
      LL.set(c, "state", "closed")
      LL.set(c, "outcome", "answered")
      LL.contact_fact(ctx, id, c, "contact.closed", "outcome", "answered")
    end
    LL.save(ctx, "contact", id, c)
    if last then
      LL.buried(ctx, id)
    end
  end

  function LL.wrapup_late(ctx, id, volunteer)
    local v = LL.load(ctx, "volunteer", volunteer)
    if LL.has_word(v.d.wraps, id) then
      LL.wrapped(ctx, id, volunteer, v, { heavy = "0", topic = "", result = "", late = "1" })
      LL.settle(ctx, volunteer, v, "wrapup_late")
    end
  end

  local function done(keys, args)
    local ctx, id, volunteer = LL.begin(keys[1]), args[1], args[2]
    local v = LL.load(ctx, "volunteer", volunteer)
    if not LL.has_word(v.d.wraps, id) then
      return { "NOT_YOURS" }
    end
    -- every check passed: first write
    LL.wrapped(ctx, id, volunteer, v, { topic = args[3], heavy = args[4], result = args[5], late = "0" })
    LL.settle(ctx, volunteer, v, "wrapped_up")
    return { "DONE", v.d.presence }
  end

  local function feedback(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local c = LL.load(ctx, "contact", id)
    if (c.d.state ~= "wrapup" and c.d.state ~= "closed") or c.d.helped ~= "" then
      return { "NOT_NOW" }
    end
    -- every check passed: first write
    LL.set(c, "helped", args[2])
    LL.contact_fact(ctx, id, c, "feedback.given", "helped", args[2])
    LL.save(ctx, "contact", id, c)
    return { "OK" }
  end

  local function block(keys, args)
    local ctx, id = LL.begin(keys[1]), args[1]
    local caller = redis.call("HGET", LL.key(ctx.root, "contact", id), "caller")
    local span = tonumber(args[2]) - ctx.now
    if not caller or caller == "" or span <= 0 then
      return { "UNKNOWN" }
    end
    -- every check passed: first write
    redis.call("SET", LL.key(ctx.root, "blocked", caller), args[2], "PX", LL.int(span))
    LL.fact(ctx, "caller.blocked", "contact", id, "until", args[2])
    return { "OK" }
  end

  redis.register_function("wrapup_done_v1", done)
  redis.register_function("wrapup_feedback_v1", feedback)
  redis.register_function("wrapup_block_v1", block)
end
