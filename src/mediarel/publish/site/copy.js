"use strict";

// Add a button to each citation that copies the citation. Without JavaScript, there are
// no buttons, and a click on a citation selects it.
for (const citation of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  const status = document.createElement("span");
  button.type = "button";
  button.textContent = citation.dataset.copy;
  const style = citation.closest("div")?.querySelector("dt")?.textContent;
  button.setAttribute("aria-label", `${citation.dataset.copy}: ${style || ""}`);
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(citation.textContent);
    } catch {
      // Browsers have no clipboard on sites without HTTPS.
      getSelection().selectAllChildren(citation);
      document.execCommand("copy");
    }
    status.textContent = citation.dataset.copied;
  });
  citation.after(button, status);
}
