// Redirects from an old address to the statement with the id in this address.
(() => {
"use strict";
const found = /^(.*\/)\d{4}(?:\/\d\d){0,2}\/[^/]+-(\d+)(?:\/(?:index\.html)?)?$/.exec(location.pathname);
if (!found) return;
const [, root, id] = found;
fetch(`${root}numbers/${Math.floor(id / 1000)}.json`)
  .then((answer) => answer.ok ? answer.json() : {})
  .then((paths) => {
    if (!paths[id]) return;
    const there = new URL(`${root}${encodeURI(paths[id])}/`, location.href);
    const bare = (path) => path.replace(/\/(?:index\.html)?$/, "");
    if (bare(there.pathname) !== bare(location.pathname)) location.replace(there);
  })
  .catch(() => {});
})();
