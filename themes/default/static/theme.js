// The chosen look, before anything is drawn: a page that is to be dark never flashes light.
"use strict";
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
} catch { /* private mode: the system's look */ }
