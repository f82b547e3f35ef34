// Keep tabs and history in this browser, and nowhere else.

const KEY = "consulaire.workbench";
const MOST_RUNS = 100;

const empty = () => ({ tabs: [], current: null, runs: [] });

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    const tabs = found.tabs.filter((tab) => typeof tab.id === "string" && typeof tab.query === "string");
    const runs = found.runs.filter((run) => typeof run.query === "string");
    return { tabs, current: found.current, runs };
  } catch {
    return empty(); // nothing is kept, or what is kept is not ours
  }
}

export const kept = read();

// Save; a browser that keeps nothing, or has no room, loses only what would have been there next time.
export function save() {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    kept.runs.splice(MOST_RUNS / 2);
  }
}

// Note a run, the newest first; the same text is noted once.
export function note(run) {
  kept.runs = [run, ...kept.runs.filter((one) => one.query !== run.query)].slice(0, MOST_RUNS);
  save();
}

export function forgetRuns() {
  kept.runs = [];
  save();
}
