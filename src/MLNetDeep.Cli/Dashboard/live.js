"use strict";
(() => {
  // Asks for the report every other second and puts in what has changed; what is unchanged is left alone, so that nothing jumps.
  const pause = 2000;
  const status = () => document.getElementById("status");
  let tag = "";
  let parts = new Map();
  const partsOf = root => new Map([...root.querySelectorAll("#contents, #head, section")].map(part => [part.id, part]));
  const say = (text, isBad) => {
    const place = status();
    if (!place) return;
    place.textContent = text;
    place.style.display = "block";
    place.className = isBad ? "status bad" : "status";
  };
  const replace = (old, part) => {
    const open = [...old.querySelectorAll("details[open]")].map(e => e.id);
    const left = [...old.querySelectorAll(".scroll, .plot")].map(e => e.scrollLeft);
    old.replaceWith(part);
    open.forEach(id => document.getElementById(id)?.setAttribute("open", ""));
    [...part.querySelectorAll(".scroll, .plot")].forEach((e, i) => { if (left[i]) e.scrollLeft = left[i]; });
    part.dispatchEvent(new Event("report:replaced", { bubbles: true }));
  };
  const put = text => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const now = partsOf(page);
    const before = [...partsOf(document).keys()].join();
    if (parts.size && before !== [...now.keys()].join()) {
      // Sections have come or gone.
      const place = document.querySelector(".page");
      const top = scrollY;
      place.replaceChildren(...page.body.childNodes);
      place.dispatchEvent(new Event("report:replaced", { bubbles: true }));
      scrollTo(0, top);
    } else {
      for (const [id, part] of now) {
        if (parts.get(id) === part.outerHTML) continue;
        const html = part.outerHTML;
        const old = document.getElementById(id);
        if (old && parts.size) replace(old, document.importNode(part, true));
        parts.set(id, html);
      }
    }
    parts = new Map([...partsOf(new DOMParser().parseFromString(text, "text/html"))].map(([id, part]) => [id, part.outerHTML]));
  };
  const ask = async () => {
    try {
      const answer = await fetch(location.pathname.replace(/\/$/, "") + "/body", { headers: tag ? { "If-None-Match": tag } : {} });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") ?? "";
        put(await answer.text());
      }
      if (answer.ok || answer.status === 304) say(`live, ${new Date().toLocaleTimeString()}`, false);
      else say(await answer.text(), true);
    } catch {
      say("The dashboard has ended; this is the last that it showed.", true);
    }
    setTimeout(ask, pause);
  };
  ask();
})();
