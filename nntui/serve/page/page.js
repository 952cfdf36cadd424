"use strict";
// textual.js measures the font once, when it begins: that waits for the font, and for the socket's address.
const FONT = "16px 'Roboto Mono'";

window.addEventListener("load", async () => {
  const url = new URL("ws", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  document.getElementById("terminal").dataset.sessionWebsocketUrl = url.href;
  await document.fonts.load(FONT).catch(() => []);
  const script = document.createElement("script");
  script.src = "static/js/textual.js";
  script.onload = () => {
    window.onload(); // which textual.js has set, after the page's own load event
    document.querySelector(".xterm-helper-textarea")?.focus(); // keys go to nntui without a click
  };
  document.head.append(script);
});
