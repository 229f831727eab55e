function (newDoc, oldDoc, userCtx, secObj) {
  var TEAM = '@TEAM@';
  var AHEAD = 600000;
  var RANKS = { auditor: 0, agent: 1, lead: 2, manager: 3 };
  // What leads change, and all others are for managers; what is one's own, by its name.
  var LEADS = ['list', 'import', 'clearing', 'view', 'taboo', 'guide', 'script', 'chapter', 'exam', 'suggestion', 'uses'];
  var DAY = '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';
  var ALL = ['opened', 'set', 'moved', 'assigned', 'said', 'promised', 'settled', 'added', 'removed', 'attached', 'looked'];
  var OWN = {
    clearing: { before: '', rest: new RegExp('^-' + DAY + '$'), verbs: ['opened', 'set'] },
    view: { before: '', rest: /^-[^-]*$/, verbs: ['opened', 'set'] },
    suggestion: { before: '', rest: /^-[^-]*$/, verbs: ['opened', 'set', 'added'] },
    uses: { before: '', rest: /^-\d{4}-(0[1-9]|1[0-2])$/, verbs: ['opened', 'set', 'added'] },
    script: { before: 'own.', rest: /^-[^-]*$/, verbs: ALL },
    reading: { before: '', rest: /^$/, verbs: ['opened', 'added'] },
    drill: { before: '', rest: /^[\s\S]{8}$/, verbs: ['opened', 'set'] },
    attempt: { before: '', rest: /^-[^-]*$/, verbs: ['opened', 'set'] }
  };

  function no(why) {
    throw ({ forbidden: 'shouwen:' + why });
  }

  function rank() {
    var roles = userCtx.roles || [];
    var best = -1;
    for (var i = 0; i < roles.length; i++) {
      if (roles[i] === '_admin') best = 3;
      for (var name in RANKS) {
        if (roles[i] === TEAM + '-' + name && RANKS[name] > best) best = RANKS[name];
      }
    }
    return best;
  }

  function has(object, name) {
    return Object.prototype.hasOwnProperty.call(object, name);
  }

  function quoted(text) {
    if (/[\ud800-\udbff](?![\udc00-\udfff])/.test(text) || /(?:^|[^\ud800-\udbff])[\udc00-\udfff]/.test(text)) no('form');
    return JSON.stringify(text);
  }

  function canonical(value) {
    if (value === null || value === true || value === false) return String(value);
    if (typeof value === 'string') return quoted(value);
    if (typeof value === 'number') {
      if (!isFinite(value) || Math.floor(value) !== value || Math.abs(value) > 9007199254740991) no('form');
      return String(value === 0 ? 0 : value);
    }
    var parts = [];
    var i;
    if (Object.prototype.toString.call(value) === '[object Array]') {
      for (i = 0; i < value.length; i++) parts.push(canonical(value[i]));
      return '[' + parts.join(',') + ']';
    }
    if (typeof value !== 'object') no('form');
    var names = Object.keys(value).sort();
    for (i = 0; i < names.length; i++) {
      if (names[i] === '__proto__') no('form');
      parts.push(quoted(names[i]) + ':' + canonical(value[names[i]]));
    }
    return '{' + parts.join(',') + '}';
  }

  function utf8(text) {
    var bytes = [];
    for (var i = 0; i < text.length; i++) {
      var code = text.charCodeAt(i);
      if (code >= 0xd800 && code < 0xdc00) {
        code = 0x10000 + ((code - 0xd800) << 10) + (text.charCodeAt(++i) - 0xdc00);
      }
      if (code < 0x80) bytes.push(code);
      else if (code < 0x800) bytes.push(0xc0 | code >> 6, 0x80 | code & 63);
      else if (code < 0x10000) bytes.push(0xe0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63);
      else bytes.push(0xf0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63);
    }
    return bytes;
  }

  // SHA-256 (FIPS 180-4). Its constants are the first bits of the roots of the first primes.
  function sha256(bytes) {
    var k = [];
    var h = [];
    var n, i, j;
    for (n = 2; k.length < 64; n++) {
      for (i = 2; i * i <= n && n % i; i++) {}
      if (i * i <= n) continue;
      if (h.length < 8) h.push(fraction(Math.pow(n, 1 / 2)));
      k.push(fraction(Math.pow(n, 1 / 3)));
    }
    var length = bytes.length;
    bytes = bytes.concat([0x80]);
    while (bytes.length % 64 !== 56) bytes.push(0);
    bytes.push(0, 0, 0, Math.floor(length / 0x20000000) & 255);
    bytes.push(length >>> 21 & 255, length >>> 13 & 255, length >>> 5 & 255, length << 3 & 255);
    var w = [];
    for (i = 0; i < bytes.length; i += 64) {
      var v = h.slice(0);
      for (j = 0; j < 64; j++) {
        if (j < 16) {
          n = i + 4 * j;
          w[j] = bytes[n] << 24 | bytes[n + 1] << 16 | bytes[n + 2] << 8 | bytes[n + 3];
        } else {
          var a = w[j - 15];
          var b = w[j - 2];
          w[j] = (w[j - 16] + w[j - 7] + (turn(a, 7) ^ turn(a, 18) ^ a >>> 3) + (turn(b, 17) ^ turn(b, 19) ^ b >>> 10)) | 0;
        }
        var x = v[4];
        var t1 = v[7] + (turn(x, 6) ^ turn(x, 11) ^ turn(x, 25)) + (x & v[5] ^ ~x & v[6]) + k[j] + w[j];
        x = v[0];
        var t2 = (turn(x, 2) ^ turn(x, 13) ^ turn(x, 22)) + (x & v[1] ^ x & v[2] ^ v[1] & v[2]);
        v = [t1 + t2 | 0, v[0], v[1], v[2], v[3] + t1 | 0, v[4], v[5], v[6]];
      }
      for (j = 0; j < 8; j++) h[j] = h[j] + v[j] | 0;
    }
    return h;
  }

  function fraction(root) {
    return (root - Math.floor(root)) * 0x100000000 | 0;
  }

  function turn(word, by) {
    return word >>> by | word << (32 - by);
  }

  function hash32(text) {
    var words = sha256(utf8(text));
    var hex = '';
    for (var i = 0; i < 4; i++) hex += ('0000000' + (words[i] >>> 0).toString(16)).slice(-8);
    return hex;
  }

  // The least rank for one kind of change to a document; what only the log can tell, the app checks.
  function needed(document, verb, change) {
    var at = document.indexOf('-');
    var kind = document.slice(0, at);
    var name = document.slice(at + 1);
    var field = verb === 'set' && change ? change.field : undefined;
    if (verb === 'redacted') return 2;
    if (verb === 'undone') return 1;
    if (kind === 'ticket' || kind === 'customer' || kind === 'mapping') return 1;
    if (kind === 'agent') {
      if (name === newDoc.by && (field === 'name' || field === 'pin' || field === 'absence')) return 1;
      return field === 'absence' || field === 'new' ? 2 : 3;
    }
    if (kind === 'clearing' && field === 'signed' || kind === 'view' && field === 'shared') return 2;
    if (kind === 'suggestion' && (field === '@because' || field === '@end' && change.value !== 'withdrawn')) return 2;
    if (OWN[kind] && OWN[kind].verbs.indexOf(verb) >= 0 && isOwn(name, OWN[kind])) return 1;
    return LEADS.indexOf(kind) >= 0 ? 2 : 3;
  }

  // Whether a document's name is made of the author's and what follows.
  function isOwn(name, own) {
    var begin = own.before + newDoc.by;
    var rest = name.slice(begin.length);
    return name.indexOf(begin) === 0 && own.rest.test(rest);
  }

  function allowed(mine) {
    var change = newDoc.change;
    if (typeof change === 'string') {
      try {
        change = JSON.parse(change);
      } catch (error) {
        no('form');
      }
    } else if (change === null || typeof change !== 'object') {
      no('form');
    }
    var verbs = change !== null && typeof change === 'object' ? Object.keys(change) : [];
    var least = 1;
    for (var i = 0; i < verbs.length; i++) {
      least = Math.max(least, needed(newDoc.document, verbs[i], change[verbs[i]]));
    }
    if (newDoc.by === 'pack' && least === 3 && newDoc.document.indexOf('agent-') !== 0) least = 2;
    if (mine < least) no('role');
  }

  if (newDoc._id.indexOf('_design/') === 0) return;
  if (newDoc._deleted) no('deleted');
  if (oldDoc) no('changed');
  var mine = rank();
  if (mine < 1) no('role');
  var parts = /^([eb]):([\s\S]+):([0-9a-f]{32})$/.exec(newDoc._id);
  if (!parts || newDoc.document !== parts[2] || parts[2].indexOf('-') < 1) no('form');
  var revisions = newDoc._revisions;
  if (newDoc._rev !== '1-' + parts[3]) no('revision');
  if (revisions && (revisions.start !== 1 || revisions.ids.length !== 1 || revisions.ids[0] !== parts[3])) no('revision');
  var body = {};
  for (var name in newDoc) {
    if (has(newDoc, name) && name.charAt(0) !== '_') body[name] = newDoc[name];
  }
  if (hash32(canonical(body)) !== parts[3]) no('hash');
  var hung = Object.keys(newDoc._attachments || {});
  if (typeof newDoc.v !== 'number' || newDoc.v < 1) no('form');
  if (parts[1] === 'b') {
    if (hung.length !== 1 || hung[0] !== 'bytes') no('attachment');
    if (!/^[0-9a-f]{64}$/.test(newDoc.sha256) || !(newDoc.size >= 0 && newDoc.size <= 5242880)) no('form');
    return;
  }
  if (hung.length) no('attachment');
  if (!/^[0-9a-f]{16}[0-9a-hjkmnp-tv-z]{12}$/.test(newDoc.stamp)) no('form');
  if (typeof newDoc.by !== 'string' || typeof newDoc.device !== 'string' || typeof newDoc.n !== 'number') no('form');
  if (has(newDoc, 'via') ? newDoc.via !== userCtx.name || mine < 2 : newDoc.by !== userCtx.name) no('author');
  if (parseInt(newDoc.stamp.slice(0, 12), 16) > new Date().getTime() + AHEAD) no('future');
  allowed(mine);
}
