function (newDoc, oldDoc, userCtx, secObj) {
  var TEAM = '@TEAM@';
  var AHEAD = 600000;
  var RANKS = { auditor: 0, agent: 1, lead: 2, manager: 3 };
  // What leads change, and all others are for managers; what is one's own, by its name.
  var LEADS = ['list', 'import', 'clearing', 'view', 'taboo', 'guide', 'script', 'chapter', 'exam', 'question', 'suggestion', 'uses'];
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

  // SHA-256 (FIPS 180-4): the dearest part of the rules, and CouchDB's engines do not compile. So all in one function.
  function sha256(text) {
    var bytes = unescape(encodeURIComponent(text));
    var k = [
      1116352408, 1899447441, -1245643825, -373957723, 961987163, 1508970993, -1841331548, -1424204075,
      -670586216, 310598401, 607225278, 1426881987, 1925078388, -2132889090, -1680079193, -1046744716,
      -459576895, -272742522, 264347078, 604807628, 770255983, 1249150122, 1555081692, 1996064986, -1740746414,
      -1473132947, -1341970488, -1084653625, -958395405, -710438585, 113926993, 338241895, 666307205, 773529912,
      1294757372, 1396182291, 1695183700, 1986661051, -2117940946, -1838011259, -1564481375, -1474664885,
      -1035236496, -949202525, -778901479, -694614492, -200395387, 275423344, 430227734, 506948616, 659060556,
      883997877, 958139571, 1322822218, 1537002063, 1747873779, 1955562222, 2024104815, -2067236844,
      -1933114872, -1866530822, -1538233109, -1090935817, -965641998
    ];
    var h = [1779033703, -1150833019, 1013904242, -1521486534, 1359893119, -1694144372, 528734635, 1541459225];
    var words = [];
    var length = bytes.length;
    var end = ((length + 8 >> 6) + 1) * 16;
    var a, b, c, d, e, f, g, y, x, z, t, i, j;
    for (i = 0; i < end; i++) words[i] = 0;
    for (i = 0; i < length; i++) words[i >> 2] |= bytes.charCodeAt(i) << 24 - (i & 3) * 8;
    words[length >> 2] |= 128 << 24 - (length & 3) * 8;
    words[end - 2] = Math.floor(length / 0x20000000);
    words[end - 1] = length << 3;
    var w = [];
    for (i = 0; i < end; i += 16) {
      a = h[0]; b = h[1]; c = h[2]; d = h[3]; e = h[4]; f = h[5]; g = h[6]; y = h[7];
      for (j = 0; j < 64; j++) {
        if (j < 16) {
          t = words[i + j];
        } else {
          x = w[j - 15];
          z = w[j - 2];
          t = w[j - 16] + w[j - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + ((z >>> 17 | z << 15) ^ (z >>> 19 | z << 13) ^ z >>> 10) | 0;
        }
        w[j] = t;
        t = y + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + k[j] + t | 0;
        x = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
        y = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + x | 0;
      }
      h[0] = h[0] + a | 0; h[1] = h[1] + b | 0; h[2] = h[2] + c | 0; h[3] = h[3] + d | 0;
      h[4] = h[4] + e | 0; h[5] = h[5] + f | 0; h[6] = h[6] + g | 0; h[7] = h[7] + y | 0;
    }
    return h;
  }

  function hash32(text) {
    var words = sha256(text);
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
    // Whose entry is taken back only the log can tell: whoever may begin such a document may.
    if (verb === 'undone') verb = 'opened';
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
