// Added to the page by the test site, before anything of the app: tells the site what goes wrong in the page.
(function () {
  var told = [];
  function tell(kind, text) {
    var address = new URL('__problem', document.baseURI);
    told.push(fetch(address, { method: 'POST', body: kind + ': ' + text, keepalive: true }).catch(function () {}));
  }
  // What is still on its way when somebody leaves the page is given up, which some engines call an error.
  var leaving = false;
  addEventListener('beforeunload', function () {
    leaving = true;
    setTimeout(function () { leaving = false; }, 1000);
  });
  addEventListener('error', function (event) {
    var target = event.target;
    if (leaving && target !== window) return;
    tell('error', target === window ? event.message + ' at ' + event.filename + ':' + event.lineno
      : 'could not load ' + (target.src || target.href));
  }, true);
  addEventListener('unhandledrejection', function (event) { tell('rejection', event.reason); });
  document.addEventListener('securitypolicyviolation', function (event) {
    tell('policy', event.violatedDirective + ' forbids ' + (event.blockedURI || event.sourceFile) + ' ' + event.sample);
  });
  var error = console.error;
  console.error = function () {
    tell('console', Array.prototype.map.call(arguments, String).join(' '));
    error.apply(console, arguments);
  };
  window.__problemsTold = function () { return Promise.all(told); };
})();
