// Small helps on top of pages that work without any script.
"use strict";
(() => {
  const root = document.documentElement;
  const texts = document.currentScript ? document.currentScript.dataset : {};

  const store = {
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode: the choice lasts for this page */ } },
    remove(key) { try { localStorage.removeItem(key); } catch { /* the same */ } },
  };

  // Light or dark: the system's choice until somebody chooses the other, and again when they take that back.
  const system = matchMedia("(prefers-color-scheme: dark)");

  function themeToggle() {
    const button = document.querySelector(".theme-toggle");
    if (!button) return;
    const name = () => {
      const text = (root.dataset.theme ? texts.toSystem : system.matches ? texts.toLight : texts.toDark) || "";
      button.setAttribute("aria-label", text);
      button.title = text;
    };
    button.addEventListener("click", () => {
      if (root.dataset.theme) {
        delete root.dataset.theme;
        store.remove("theme");
      } else {
        root.dataset.theme = system.matches ? "light" : "dark";
        store.set("theme", root.dataset.theme);
      }
      name();
    });
    system.addEventListener("change", name);
    name();
    button.hidden = false;
  }

  // A page may be read long after it was built: what depends on the day is checked against today.
  const day = (date) =>
    date.getFullYear() + "-" + String(date.getMonth() + 1).padStart(2, "0") + "-" + String(date.getDate()).padStart(2, "0");

  // A partial date such as 2027 or 2027-03 lasts to its end; compared as text, "~" sorts behind every digit.
  const lastDay = (text) => text.slice(text.lastIndexOf("/") + 1) + "~";

  function validity() {
    const today = day(new Date());
    const soon = new Date();
    soon.setDate(soon.getDate() + 90);
    const limit = day(soon);
    for (const badge of document.querySelectorAll("[data-valid-until]")) {
      const last = lastDay(badge.dataset.validUntil);
      const state = last < today ? "expired" : last <= limit + "~" ? "expiring" : "valid";
      if (badge.classList.contains("badge-" + state) || !texts[state]) continue;
      badge.classList.remove("badge-valid", "badge-expiring", "badge-expired");
      badge.classList.add("badge-" + state);
      badge.textContent = texts[state];
    }
  }

  // "--06/--08" or "--12-15/--01-15": months, or days of months; may go over the new year.
  function inWindow(text, today) {
    const parts = text.split("/").map((part) => part.replace(/^--/, ""));
    if (!/^\d\d/.test(parts[0])) return false;
    const from = parts[0];
    const to = (parts[1] || parts[0]) + "~";
    const now = today.slice(5);
    return from <= to ? now >= from && now <= to : now >= from || now <= to;
  }

  function cycle() {
    const now = new Date();
    for (const badge of document.querySelectorAll("[data-window]")) badge.hidden = !inWindow(badge.dataset.window, day(now));
    for (const month of document.querySelectorAll("[data-month]")) {
      if (Number(month.dataset.month) === now.getMonth() + 1) month.setAttribute("aria-current", "date");
      else month.removeAttribute("aria-current");
    }
  }

  function menu() {
    for (const details of document.querySelectorAll(".nav-group, .narrow details")) {
      details.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !details.open) return;
        details.open = false;
        details.querySelector("summary").focus();
      });
      document.addEventListener("click", (event) => {
        if (details.open && !details.contains(event.target)) details.open = false;
      });
      details.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
      });
    }
  }

  // What is folded on a phone stands open beside the text where there is room.
  function side() {
    const wide = matchMedia("(min-width: 60rem)");
    const unfold = () => {
      for (const details of document.querySelectorAll(".entry-side details")) details.open = wide.matches;
    };
    wide.addEventListener("change", unfold);
    unfold();
  }

  // The heading that is being read, marked in the outline.
  function outline() {
    const links = new Map();
    for (const link of document.querySelectorAll(".outline a")) links.set(decodeURIComponent(link.hash.slice(1)), link);
    const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    if (!headings.length) return;
    const mark = () => {
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
      const current = (passed.pop() || headings[0]).id;
      for (const [id, link] of links) {
        if (id === current) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }

  function copy(address, done) {
    if (navigator.clipboard) navigator.clipboard.writeText(address).then(done, () => {});
  }

  // Print and copy need a script; what works without one is a link already.
  function actions() {
    const print = document.querySelector("[data-print]");
    const link = document.querySelector("[data-copy]");
    if (print) {
      print.hidden = false;
      print.addEventListener("click", () => window.print());
    }
    if (link && navigator.clipboard) {
      const text = link.textContent;
      link.hidden = false;
      link.addEventListener("click", () => copy(location.href, () => {
        link.textContent = link.dataset.copy;
        setTimeout(() => { link.textContent = text; }, 2000);
      }));
    }
    for (const anchor of document.querySelectorAll("a.anchor")) anchor.addEventListener("click", () => copy(anchor.href, () => {}));
  }

  themeToggle();
  validity();
  cycle();
  menu();
  side();
  outline();
  actions();
})();
