// Saves what a database holds to a file, as it is: for one that a newer app has written. Nothing in it is changed.
(async ({ database: name, file }) => {
  const settled = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const bytes = (_, value) => {
    const view = value instanceof ArrayBuffer ? new Uint8Array(value) : ArrayBuffer.isView(value) ? value : null;
    if (!view) return value;
    let text = '';
    for (let at = 0; at < view.length; at += 8192) text += String.fromCharCode(...view.subarray(at, at + 8192));
    return { base64: btoa(text) };
  };
  const database = await settled(indexedDB.open(name));
  const parts = [`{"format":"shouwen-rescue","database":${JSON.stringify(name)},"version":${database.version},"stores":{`];
  for (const [n, store] of [...database.objectStoreNames].entries()) {
    parts.push(`${n ? ',' : ''}${JSON.stringify(store)}:[`);
    for (let after, first = true; ; first = false) {
      const range = after === undefined ? null : IDBKeyRange.lowerBound(after, true);
      const records = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([records.getAllKeys(range, 500), records.getAll(range, 500)].map(settled));
      if (!keys.length) break;
      parts.push((first ? '' : ',') + keys.map((key, at) => JSON.stringify([key, values[at]], bytes)).join(','));
      after = keys.at(-1);
    }
    parts.push(']');
  }
  parts.push('}}');
  database.close();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type: 'application/json' }));
  link.download = file;
  link.click();
})(document.currentScript.dataset);
