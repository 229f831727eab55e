// Takes the compiled app apart: what only a page loaded on first use needs (src/ui/later.rs) becomes a file of its own.
// Puts the files beside each other in `into`, named by one hash, and answers with the names of the first two.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const features = ['bulk-memory', 'mutable-globals', 'multivalue', 'nontrapping-float-to-int', 'reference-types', 'sign-ext',
  'simd'].map((name) => `--enable-${name}`);

/** Reads an unsigned LEB128 number: the value and the place after it. */
function number(bytes, at) {
  for (let value = 0, shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

function encoded(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}

/** Drops exports by name, so that what only they need can go: classes for streams that a library of ours brings unused. */
function withoutExports(bytes, unwanted) {
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length;) {
    const id = bytes[at];
    const [length, start] = number(bytes, at + 1);
    if (id === 7) {
      let [count, place] = number(bytes, start);
      const kept = [];
      for (; count > 0; count--) {
        const begin = place;
        const [size, text] = number(bytes, place);
        const name = bytes.subarray(text, text + size).toString();
        [, place] = number(bytes, text + size + 1);
        if (!unwanted.test(name)) kept.push(bytes.subarray(begin, place));
      }
      const body = Buffer.concat([encoded(kept.length), ...kept]);
      parts.push(Buffer.from([7]), encoded(body.length), body);
    } else {
      parts.push(bytes.subarray(at, start + length));
    }
    at = start + length;
  }
  return Buffer.concat(parts);
}

/** The files of a part by the linker's text: its own and those that it shares with others. */
function filesOf(text, part) {
  const file = (from) => text.slice(from).match(/"\.\/([^"]+\.wasm)"/)[1];
  const start = text.indexOf(`__wasm_split_load_${part} `);
  if (start < 0) throw new Error(`there is no part ${part}`);
  const shared = text.slice(start).match(/, \[(.*?)\]\)/)[1].match(/__chunk_\w+/g) ?? [];
  return [file(start), ...shared.map((name) => file(text.indexOf(`const ${name} `)))];
}

export function split(wasm, into) {
  const work = mkdtempSync(join(tmpdir(), 'shouwen-'));
  const run = (command, ...args) => execFileSync(command, args, { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    run('wasm-split-cli', '--out-name', 'app', wasm, work);
    run('wasm-bindgen', '--target', 'web', '--no-typescript', '--keep-lld-exports', '--out-name', 'app', '--out-dir', work, 'app.wasm');
    const first = join(work, 'app_bg.wasm');
    writeFileSync(first, withoutExports(readFileSync(first), /^(__wbg_)?intounderlying/));
    const parts = readdirSync(work).filter((name) => name.endsWith('.wasm') && name !== 'app.wasm').sort();
    for (const name of parts) {
      // Twice: the first round uncovers work for the second. The lowest addresses are the last of the stack, never data.
      run('wasm-opt', name, '-o', name, '-Oz', '-Oz', '--low-memory-unused', ...features, '--merge-similar-functions', '--reorder-functions-by-name', '--strip-debug',
        '--strip-producers', '--strip-target-features');
    }
    const scripts = ['app.js', '__wasm_split.js'];
    const hash = createHash('sha256');
    for (const name of [...scripts, ...parts]) hash.update(readFileSync(join(work, name)));
    const build = hash.digest('hex').slice(0, 16);
    const named = (name) => name.replace(/^(app|__wasm_split|[a-z0-9]+_\w+?)(_bg)?(\.\w+)$/, (all, stem, main = '', end) =>
      `${{ app: 'shouwen', __wasm_split: 'parts' }[stem] ?? stem}-${build}${main}${end}`);
    for (const name of scripts) {
      let text = readFileSync(join(work, name), 'utf8');
      // Names in addresses only: the first file's table of imports goes on using the name that was compiled in.
      text = text.replace(/((?:from |URL\()['"](?:\.\/)?)([\w.]+)(?=['"])/g, (all, before, name) =>
        [...scripts, ...parts].includes(name) ? before + named(name) : all);
      // A host that does not name the type of wasm files is served too.
      text = text.replaceAll('WebAssembly.instantiateStreaming(src, imports)',
        `src.then(async (file) => file.headers.get('content-type') === 'application/wasm'
          ? WebAssembly.instantiateStreaming(file, imports) : WebAssembly.instantiate(await file.arrayBuffer(), imports))`);
      // A part that cannot be had is told in the page.
      text = text.replaceAll('console.error(e);', '');
      writeFileSync(join(work, name), text);
      run('esbuild', name, '--minify', '--format=esm', '--log-level=error', '--allow-overwrite', `--outfile=${join(into, named(name))}`);
    }
    for (const name of parts) cpSync(join(work, name), join(into, named(name)));
    const linked = readFileSync(join(work, '__wasm_split.js'), 'utf8');
    return {
      script: named('app.js'), wasm: named('app_bg.wasm'), linker: named('__wasm_split.js'), filesOf: (part) => filesOf(linked, part),
    };
  } finally {
    rmSync(work, { recursive: true });
  }
}
