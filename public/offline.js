// Has the app kept on this device (worker.js), and tells how that stands: to the app by `shouwenOffline`, an object with
// what is known and what can be done, and a `shouwen-offline` event at every change of it. Loaded once the first page
// stands, so that a first visit is not slowed down and files are taken that have come already.
(function () {
  'use strict';
  const container = navigator.serviceWorker;
  if (!container || !window.isSecureContext || window.shouwenOffline) return;
  let registered; // the registration
  let agreed = false; // this page has asked for the update: it reloads when that is there
  const followed = new WeakSet(); // workers

  const now = window.shouwenOffline = {
    // '', 'fetching', 'ready' (opens without a network), 'new' (a newer release waits), 'old' (another tab has updated)
    state: '',
    first: false, // it has become ready while this page was open
    release: '',
    bytes: 0,
    why: '', // why a release could not be kept

    /** Looks for a newer release: 'found', 'none', or 'failed' when the host cannot be asked. */
    async check() {
      try {
        if (registered?.active) await registered.update();
        else await begin(); // a first one that failed has left nothing to update
      } catch {
        return 'failed';
      }
      return registered.installing || registered.waiting ? 'found' : 'none';
    },

    /** Puts the newer release in the place of this one and reloads once. */
    update() {
      agreed = true;
      if (registered?.waiting) registered.waiting.postMessage('update');
      else location.reload();
    },

    /** Shows a notification where only a worker may. */
    notify(text) {
      return registered?.showNotification(text, { icon: 'icon-192.png' }).catch(() => {});
    },
  };

  function tell(change) {
    Object.assign(now, change);
    dispatchEvent(new Event('shouwen-offline'));
  }

  function ask() {
    if (!registered.active) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => { port1.close(); tell(data); };
    registered.active.postMessage('about', [port2]);
  }

  function follow(worker, isUpdate) {
    if (followed.has(worker)) return;
    followed.add(worker);
    worker.addEventListener('statechange', () => {
      if (worker.state === 'installed' && isUpdate) tell({ state: 'new', why: '' });
      if (worker.state === 'activated') {
        if (agreed) return location.reload();
        tell(isUpdate ? { state: 'old' } : { state: 'ready', first: true, why: '' });
        ask();
      }
      // Another may have taken its place; what was there before it still is.
      if (worker.state === 'redundant' && now.state === 'fetching') tell({ state: registered.active ? 'ready' : '' });
    });
  }

  async function begin() {
    registered = await container.register('worker.js', { updateViaCache: 'none' });
    const { installing, waiting, active } = registered;
    if (installing) follow(installing, Boolean(active));
    if (waiting) follow(waiting, Boolean(active));
    registered.addEventListener('updatefound', () => {
      const isUpdate = Boolean(registered.active);
      if (now.state !== 'new') tell({ state: 'fetching' });
      follow(registered.installing, isUpdate);
    });
    tell({ state: waiting ? 'new' : installing ? 'fetching' : active ? 'ready' : '' });
    ask();
  }

  container.addEventListener('message', ({ data }) => {
    if (data?.shouwen === 'failed') tell({ why: data.why });
  });
  // Where workers are not allowed, or the host has none, the app goes on without.
  begin().catch(({ message }) => tell({ why: message }));
})();
