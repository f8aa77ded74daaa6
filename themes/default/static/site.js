// Small helps on top of pages that work without any script.
"use strict";
(() => {
  const root = document.documentElement;
  const texts = document.currentScript ? document.currentScript.dataset : {};

  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode: the choice lasts for this page */ } },
  };

  // Light or dark: the system's choice until somebody chooses otherwise.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = store.get("theme");
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  function themeToggle() {
    const button = document.querySelector(".theme-toggle");
    if (!button) return;
    const name = () => {
      const text = (isDark() ? texts.toLight : texts.toDark) || "";
      button.setAttribute("aria-label", text);
      button.title = text;
    };
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      store.set("theme", root.dataset.theme);
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
    const details = document.querySelector(".nav-more");
    if (!details) return;
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

  // Browsers without ::details-content cannot unfold the outline by style alone.
  function outline() {
    const details = document.querySelector(".outline details");
    if (details && !CSS.supports("selector(::details-content)") && matchMedia("(min-width: 60rem)").matches) details.open = true;
  }

  themeToggle();
  validity();
  cycle();
  menu();
  outline();
})();
