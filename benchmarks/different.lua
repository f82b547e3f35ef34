-- wrk's requests: each one different by a comment with a counter, or (argument "same") all alike.
-- Prints one line of JSON at the end.
local counter, seed, path = 0, "", ""

function init(arguments)
  seed = arguments[1]
  path = wrk.path
  wrk.headers["Accept"] = "application/sparql-results+json"
end

function request()
  if seed == "same" then return wrk.format("GET", path) end
  counter = counter + 1
  return wrk.format("GET", path .. "%20%23%20" .. seed .. "-" .. counter)
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format('\n{"requests": %d, "microseconds": %d, "errors": %d, "median": %d, "p99": %d}\n',
    summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99)))
end
