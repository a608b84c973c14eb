"""How fast the page is in a real browser: ready, first paint, weight, and from a click to the answer.

Run `python -m bench.page` with chromium installed and the default index built; it prints JSON. Each
question is asked once, in conversations of five, so that no answer comes from memory.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from typing import Any

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
ASKED_TOGETHER = 5
THINKING_MS = 300
"""Between an answer and the next click; nobody is faster, and a click during an answer is none."""
QUESTIONS = (
    "Does magnesium L-threonate help with hair loss?", "Does vitamin C prevent colds?",
    "Does ashwagandha help with stress?", "Is magnesium safe with kidney disease?",
    "Is saw palmetto as good as finasteride for hair loss?", "Does valerian help sleep?",
    "Is kava safe for the liver?", "Does creatine harm the kidneys?",
    "Does biotin make hair grow?", "How much melatonin was used in the studies?",
    "Does zinc shorten a cold?", "Does NMN make people live longer?",
    "Does vitamin D prevent fractures?", "Does ginkgo prevent dementia?",
    "Does berberine lower blood sugar?", "Does turmeric help arthritis?",
    "Does red yeast rice lower cholesterol?", "Can I take St John's wort with the pill?",
    "Does omega-3 cause atrial fibrillation?", "Does selenium prevent cancer?",
    "Does iron help hair loss?", "Does glycine improve sleep?",
    "Who paid for the studies of magnesium L-threonate?", "Does lion's mane help memory?",
    "Does resveratrol help diabetes?", "Does green tea extract hurt the liver?",
    "Does CoQ10 help with statin muscle pain?", "Does magnesium help with cramps?",
    "Does magnesium help migraine?", "What does the supplier's page say about patents?",
    "Do probiotics prevent diarrhoea from antibiotics?", "Does L-theanine help anxiety?",
    "Does vitamin B12 work as well by mouth as by injection?", "Does potassium lower blood pressure?",
    "Does calcium harm the heart?",
)  # fmt: skip
CLICK = """(question) => new Promise((done, fail) => {
  const button = document.createElement('button');
  Object.assign(button.dataset, {event: 'submit', question});
  document.body.append(button);
  const start = performance.now();
  const seen = new MutationObserver(() => {
    const turn = document.querySelector('#conversation .turn:last-child');
    if (!turn || !turn.querySelector('.actions')) return;
    if (turn.querySelector('.asked').textContent !== question) return;
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  setTimeout(() => fail(Error(`no answer: ${question}`)), 20000);
  seen.observe(document.querySelector('#conversation'), {childList: true, subtree: true});
  button.click();
  button.remove();
})"""
"""As a click on an example is handled, until the frame in which the whole answer stands."""
WEIGHT = """() => {
  const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return {requests: loaded.length, bytes: loaded.reduce((sum, one) => sum + one.transferSize, 0),
    first_paint_ms: paint ? paint.startTime : null};
}"""


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(url: str) -> float:
    """Wait until an address answers; gives the seconds."""
    start = time.monotonic()
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).read()  # our own address
            return time.monotonic() - start
        except OSError:
            time.sleep(0.02)


def measure(page: Any, url: str) -> dict[str, Any]:
    """Open the page, weigh it, and ask every question."""
    page.goto(url)
    page.get_by_label("Your question").wait_for()
    page.wait_for_timeout(1000)
    loaded = page.evaluate(WEIGHT)
    times = []
    for number, question in enumerate(QUESTIONS):
        if number and number % ASKED_TOGETHER == 0:
            page.evaluate("sessionStorage.clear()")
            page.goto(url)
            page.get_by_label("Your question").wait_for()
            page.wait_for_timeout(1000)
        page.wait_for_timeout(THINKING_MS)
        times.append(page.evaluate(CLICK, question))
    page.get_by_role("tab", name="Evidence map").click()
    page.locator("#map-plot .points path").first.wait_for()
    with_map = page.evaluate(WEIGHT)
    cuts = statistics.quantiles(times, n=20)
    return {
        "page_kib": round(loaded["bytes"] / 1024),
        "requests": loaded["requests"],
        "first_paint_ms": round(loaded["first_paint_ms"]),
        "map_adds_kib": round((with_map["bytes"] - loaded["bytes"]) / 1024),
        "questions": len(times),
        "click_to_answer_ms": {"median": round(cuts[9]), "p95": round(cuts[18])},
    }


def main() -> None:
    """Start the page, measure, print."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.stderr.write("A browser is needed: install chromium.\n")
        raise SystemExit(2)
    url = f"http://127.0.0.1:{(port := free_port())}/"
    env = os.environ | {"ASSISTANT_PORT": str(port), "ASSISTANT_REMEMBERED_ANSWERS": "0"}
    server = subprocess.Popen([sys.executable, "app.py"], env=env, stdout=subprocess.DEVNULL)
    try:
        ready = wait_for(url)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            found = measure(browser.new_page(viewport={"width": 1440, "height": 900}), url)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)
    load = round(os.getloadavg()[0], 1)
    result = {"ready_s": round(ready, 1), **found, "processors": os.cpu_count(), "load": load}
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
