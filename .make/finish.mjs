// Trunk's post-build hook: makes the built folder complete. Bundles the style sheets and copies public/ as it is. For a
// release it lists the files for the worker that keeps them on a device, writes a brotli and a gzip copy beside what
// compresses, prints the sizes and fails when the first load is over the budget.
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { list } from './list.mjs';
import { split } from './split.mjs';

// Bytes of JS, wasm and CSS, brotli: what a first visit loads before the first run can be filled in, and all that a desk
// needs before its start page is shown. The first must stay under 250 KB.
const budgets = { 'first load': [['welcome'], 135_000], 'up to the start page': [['desk'], 575_000] };
const first = ['reset', 'tokens', 'base', 'layout']; // style sheets in this order, then the rest by name

const staging = process.env.TRUNK_STAGING_DIR;
const release = process.env.TRUNK_PROFILE === 'release';
const compiled = join(process.env.CARGO_TARGET_DIR ?? 'target', 'wasm32-unknown-unknown/release/shouwen.wasm');

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

/** Puts the parts in the place of the one file that Trunk made. Answers with the names that a first visit loads. */
function takeApart() {
  const whole = files(staging).filter((path) => /^shouwen-.*\.(js|wasm)$/.test(basename(path))).map((path) => basename(path));
  const parts = split(resolve(compiled), staging);
  const path = join(staging, 'index.html');
  let html = readFileSync(path, 'utf8');
  for (const name of whole) {
    html = html.replaceAll(name, name.endsWith('.js') ? parts.script : parts.wasm);
    rmSync(join(staging, name));
  }
  writeFileSync(path, html);
  return (names) => new Set([parts.script, parts.wasm, parts.linker, ...names.flatMap((part) => parts.filesOf(part))]);
}

function compress(loadedWith) {
  const loads = Object.entries(budgets).map(([name, [parts, budget]]) => ({ name, budget, files: loadedWith(parts), total: 0 }));
  const sizes = [];
  for (const path of files(staging).filter((path) => /\.(js|wasm|css|html|json|svg|csv|txt|webmanifest)$/.test(path))) {
    const bytes = readFileSync(path);
    const packed = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
    writeFileSync(`${path}.br`, packed);
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    if (!/\.(js|wasm|css)$/.test(path)) continue;
    const name = path.slice(staging.length + 1);
    const within = loads.filter((load) => /\.css$|^boot\.js$/.test(name) || load.files.has(name));
    for (const load of within) load.total += packed.length;
    sizes.push(`${(packed.length / 1000).toFixed(1).padStart(8)} KB  ${name}, ${within[0]?.name ?? 'on first use'}`);
  }
  console.log(sizes.join('\n'));
  for (const { name, budget, total } of loads) {
    console.log(`${(total / 1000).toFixed(1).padStart(8)} KB  ${name}, brotli; budget ${budget / 1000} KB`);
    if (total > budget) throw new Error(`${name}: over the size budget`);
  }
}

cpSync('public', staging, { recursive: true, filter: (path) => basename(path) !== 'index.html' });
finishIndex(bundleStyles());
if (release) {
  const loadedWith = takeApart();
  list(staging);
  compress(loadedWith);
}
