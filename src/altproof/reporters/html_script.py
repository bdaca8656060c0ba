"""What report.html can do beyond showing everything: filter the findings, copy a suggestion. It asks nobody else."""

SCRIPT = """
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  document.documentElement.classList.add("js");

  const groups = [...document.querySelectorAll(".document")].map((element) => ({
    element,
    folder: element.dataset.folder,
    findings: [...element.querySelectorAll(".finding")].map((finding) => ({
      element: finding,
      rule: finding.dataset.rule,
      severity: finding.dataset.severity,
      words: (element.dataset.path + " " + finding.textContent).toLowerCase(),
    })),
  }));
  const fields = ["rule", "severity", "folder", "words"].map(find);
  const [rule, severity, folder, words] = fields;
  const total = groups.reduce((sum, group) => sum + group.findings.length, 0);

  const isIn = (path, wanted) => !wanted || path === wanted || path.startsWith(wanted + "/");

  const apply = () => {
    const wanted = words.value.toLowerCase().split(" ").filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      const inFolder = isIn(group.folder, folder.value);
      let here = 0;
      for (const finding of group.findings) {
        const matches =
          inFolder &&
          (!rule.value || finding.rule === rule.value) &&
          (!severity.value || finding.severity === severity.value) &&
          wanted.every((word) => finding.words.includes(word));
        finding.element.hidden = !matches;
        here += matches;
      }
      group.element.hidden = here === 0;
      shown += here;
    }
    find("count").textContent = shown === total ? `Shown: all of ${total}` : `Shown: ${shown} of ${total}`;
  };

  if (words) {
    let waiting = 0;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 150);
    };
    for (const field of fields) field.addEventListener("input", soon);
    find("reset").addEventListener("click", () => {
      for (const field of fields) field.value = "";
      apply();
    });
    apply();
  }

  const copyOld = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    const text = button.parentElement.querySelector(".draft").textContent;
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = copyOld(text);
      button.focus();
    }
    find("copied").textContent = done ? "Copied: " + text : "The browser does not allow copying.";
    for (const other of document.querySelectorAll(".copy .state")) other.textContent = "Copy";
    if (done) button.querySelector(".state").textContent = "Copied";
  });
})();
"""
