// Trunk's post-build hook: makes the built folder complete. Bundles the style sheets, copies public/ as it is, writes
// a brotli copy beside what compresses, prints the sizes and fails when the first load is over the budget.
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

// Bytes of JS, wasm and CSS, brotli, that a first visit loads. The goal is 250 000; this may only ever be lowered.
const budget = 740_000;
const later = []; // name prefixes of files loaded on first use only; they do not count
const first = ['reset', 'tokens', 'base', 'layout']; // style sheets in this order, then the rest by name

const staging = process.env.TRUNK_STAGING_DIR;
const release = process.env.TRUNK_PROFILE === 'release';

function files(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile()).sort();
}

/** Drops comments and needless white space, never inside a string. */
function minify(css) {
  return css.replace(/\/\*[^]*?\*\//g, ' ').split(/("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')/)
    .map((part, at) => at % 2 ? part : part.replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1').replaceAll(';}', '}'))
    .join('').trim();
}

function bundleStyles() {
  const rank = (path) => { const at = first.indexOf(basename(path, '.css')); return at < 0 ? first.length : at; };
  const sheets = files('style').filter((path) => extname(path) === '.css').sort((a, b) => rank(a) - rank(b));
  const css = minify(sheets.map((path) => readFileSync(path, 'utf8')).join('\n'));
  const name = `style-${createHash('sha256').update(css).digest('hex').slice(0, 16)}.css`;
  writeFileSync(join(staging, name), css);
  return name;
}

function finishIndex(style) {
  const path = join(staging, 'index.html');
  const html = readFileSync(path, 'utf8').replace(/(<link rel="?stylesheet"? href="?)style\.css/, `$1${style}`);
  if (!html.includes(style)) throw new Error('index.html has no <link rel="stylesheet" href="style.css">');
  if (/<script(?![^>]*\ssrc=)/.test(html)) throw new Error('index.html has an inline script, which its policy forbids');
  const absolute = html.match(/(?:src|href)="?\/[^">\s]*/);
  if (absolute) throw new Error(`index.html has an absolute address, which breaks sub-paths: ${absolute[0]}`);
  writeFileSync(path, html);
}

function compress() {
  let total = 0;
  for (const path of files(staging).filter((path) => /\.(js|wasm|css|html|json|svg|csv|webmanifest)$/.test(path))) {
    const bytes = readFileSync(path);
    const packed = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
    writeFileSync(`${path}.br`, packed);
    if (!/\.(js|wasm|css)$/.test(path) || later.some((prefix) => basename(path).startsWith(prefix))) continue;
    total += packed.length;
    console.log(`${(packed.length / 1000).toFixed(1).padStart(8)} KB  ${path.slice(staging.length + 1)}`);
  }
  console.log(`${(total / 1000).toFixed(1).padStart(8)} KB  first load, brotli; budget ${budget / 1000} KB`);
  if (total > budget) throw new Error('the first load is over the size budget');
}

cpSync('public', staging, { recursive: true, filter: (path) => basename(path) !== 'index.html' });
finishIndex(bundleStyles());
if (release) compress();
