// An old address leads on with its query and its place. Without script the page leads on without them.
"use strict";
(() => {
  const { target } = document.currentScript.dataset;
  const { search, hash } = location;
  if (target && (search || hash)) location.replace(target + search + hash);
})();
