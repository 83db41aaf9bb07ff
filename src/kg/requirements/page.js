(function () {
  var form = document.querySelector(".filter"), input = form.querySelector("input"), count = form.querySelector("output");
  var all = [].slice.call(document.querySelectorAll("article")).map(function (a) { return [a, a.textContent.toLowerCase()]; });
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  input.addEventListener("input", function () {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    all.forEach(function (pair) {
      var fits = words.every(function (word) { return pair[1].indexOf(word) >= 0; });
      pair[0].hidden = !fits;
      shown += fits;
    });
    [].forEach.call(document.querySelectorAll("section"), function (section) {
      section.hidden = words.length > 0 && !section.querySelector("article:not([hidden])");
    });
    count.textContent = words.length ? shown + " / " + all.length : "";
  });
})();
