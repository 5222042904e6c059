// Runs only where the browser knows no modules, in the language of such browsers.
(function () {
  var trouble = document.querySelector("[data-start-trouble]");
  var texts = [
    ["zh-Hans", "这个浏览器太旧，打不开群约。请换用较新的浏览器，或升级系统。"],
    ["zh-Hant", "這個瀏覽器太舊，打不開群約。請改用較新的瀏覽器，或更新系統。"],
    ["en", "This browser is too old for Qunyue. Please use a newer one or update the system."],
  ];
  for (var i = 0; i < texts.length; i += 1) {
    var line = document.createElement("p");
    line.lang = texts[i][0];
    line.appendChild(document.createTextNode(texts[i][1]));
    trouble.appendChild(line);
  }
})();
