// Starts the app, and says in one sentence why it cannot. A classic script without a hash in its name: it runs from
// file:// too, where modules do not, and from a stale index.html it still loads.
(function () {
  'use strict';
  var script = document.currentScript;
  var retried = 'shouwen.boot.retried';

  function say(zh, en, error) {
    if (/MicroMessenger|DingTalk|Lark|Feishu|Weibo|AlipayClient|\bQQ\//i.test(navigator.userAgent)) {
      zh += '您是在微信等应用里打开的网页，这里功能不全：请点右上角的「⋯」，选择「在浏览器打开」。';
      en += ' This page is open inside another app, whose browser is restricted: press ⋯ and choose to open it in the browser.';
    }
    var boot = document.getElementById('boot') || document.body.appendChild(document.createElement('div'));
    boot.id = 'boot';
    boot.setAttribute('role', 'alert');
    boot.textContent = '';
    [[zh, 'zh-CN'], [en, 'en'], [error && String(error), 'en']].forEach(function (line) {
      if (!line[0]) return;
      var p = boot.appendChild(document.createElement('p'));
      p.textContent = line[0];
      p.lang = line[1];
    });
    if (error) console.error(error);
  }

  // A stale index.html may name files that a newer release has removed: a reload fetches the new one. Once only.
  function failed(error) {
    try {
      if (sessionStorage.getItem(retried)) throw error;
      sessionStorage.setItem(retried, '1');
    } catch (blocked) { // or no session storage, which cannot be told apart from a loop
      return say('首问没能打开。请刷新页面；仍然不行，请换用新版的 Chrome、Edge、Firefox 或 Safari。您的数据没有改动。',
        'Shouwen could not start. Reload the page; if that does not help, use a current Chrome, Edge, Firefox or Safari. Your data is unchanged.', error);
    }
    letGo().then(reload, reload);
  }

  function reload() { location.reload(); }

  // Should what is kept on this device for use without a network be what is stale, it is given up, if the host answers.
  function letGo() {
    var container = navigator.serviceWorker;
    if (!container || !container.controller) return Promise.resolve();
    var here = new URL('./', location.href).href;
    return fetch(here, { cache: 'reload' }).then(function (answer) {
      return answer.ok && container.getRegistration().then(function (registration) {
        return registration && registration.scope === here && registration.unregister();
      });
    });
  }

  function start() {
    if (location.protocol === 'file:') {
      return say('首问要经由网址打开，不能直接双击文件。请在这个文件夹里运行 python3 -m http.server 8080，再打开 http://localhost:8080/。',
        'Shouwen must be opened from a web address, not as a file. Run python3 -m http.server 8080 in this folder, then open http://localhost:8080/.');
    }
    if (typeof WebAssembly !== 'object') {
      return say('这个浏览器不支持 WebAssembly，首问无法运行。请换用新版的 Chrome、Edge、Firefox 或 Safari。',
        'This browser has no WebAssembly, which Shouwen needs. Use a current Chrome, Edge, Firefox or Safari.');
    }
    var database;
    try { database = window.indexedDB; } catch (blocked) { /* none, then */ }
    if (!database) {
      return say('这个浏览器不允许本页保存数据（IndexedDB）。请退出无痕模式，或在设置里允许本网站保存数据。',
        'This browser does not let this page keep data (IndexedDB). Leave private browsing, or allow this site to store data.');
    }
    import(new URL(script.dataset.module, document.baseURI).href)
      .then(function (module) {
        return module.default({ module_or_path: new URL(script.dataset.wasm, document.baseURI) });
      })
      .then(function () {
        // The app takes its place when it has something to show.
        try { sessionStorage.removeItem(retried); } catch (blocked) { /* nothing to forget */ }
      }, failed);
  }

  start();
})();
