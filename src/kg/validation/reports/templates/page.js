"use strict";
(() => {
  const form = document.getElementById("filters");
  const results = [...document.querySelectorAll(".result")];
  const groups = [...document.querySelectorAll(".group")];
  const selects = [...form.querySelectorAll("select")];
  const search = document.getElementById("by-text");
  const words = new Map(results.map((result) => [result, (result.parentElement.querySelector("h3").textContent + " " + result.textContent).toLowerCase()]));

  const filter = () => {
    const text = search.value.trim().toLowerCase();
    let shown = 0;
    for (const result of results) {
      const fits = selects.every((select) => select.value === "" || "=" + result.dataset[select.dataset.by] === select.value);
      result.hidden = !(fits && words.get(result).includes(text));
      shown += result.hidden ? 0 : 1;
    }
    for (const group of groups) group.hidden = !group.querySelector(".result:not([hidden])");
    for (const status of form.querySelectorAll("[data-shown]")) {
      status.textContent = status.dataset.shown.replace("{shown}", shown);
    }
    // On paper the filters are not seen: what they left out must be said there.
    form.querySelector("[role=status]").classList.toggle("screen", shown === results.length);
  };
  const speak = () => {
    const chosen = document.querySelector("input[name=language]:checked").value;
    for (const option of form.querySelectorAll("option")) {
      const texts = JSON.parse(option.dataset.texts);
      option.textContent = chosen in texts ? texts[chosen] : [...new Set(Object.values(texts))].join(" / ");
    }
  };
  for (const radio of document.querySelectorAll("input[name=language]")) radio.addEventListener("change", speak);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  form.hidden = false;
  speak();
  filter();
})();
