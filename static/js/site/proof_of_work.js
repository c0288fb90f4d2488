// Proof of work: the number that makes the hash of form token and number begin with enough zero bits
// (spam/form_tokens.py).
//
// SHA-256 is written out here, because the browser's own takes ten times as long for texts this
// short: each call goes to another thread and back.

// So many hashes, then the page may scroll and take letters for a moment.
const TOGETHER = 4096;
const BLOCK = 64;

const fraction = (number) => ((number - Math.floor(number)) * 2 ** 32) | 0;

const primes = (count) => {
  const found = [];
  for (let number = 2; found.length < count; number += 1) {
    if (found.every((prime) => number % prime)) found.push(number);
  }
  return found;
};

const START = Int32Array.from(primes(8), (prime) => fraction(prime ** (1 / 2)));
const ROUNDS = Int32Array.from(primes(64), (prime) => fraction(prime ** (1 / 3)));
const schedule = new Int32Array(64);

// One block of SHA-256 (FIPS 180-4, 6.2.2): the state before it becomes the state behind it.
const compress = (state, block) => {
  const w = schedule;
  for (let t = 0; t < 16; t += 1) w[t] = block.getInt32(4 * t);
  for (let t = 16; t < 64; t += 1) {
    const x = w[t - 15];
    const y = w[t - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let t = 0; t < 64; t += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[t] + w[t]) | 0;
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
};

// The last blocks of a message: its rest, a one, zeros, its length in bits.
const padded = (rest, length) => {
  const bytes = new Uint8Array(Math.ceil((rest.length + 9) / BLOCK) * BLOCK);
  bytes.set(rest);
  bytes[rest.length] = 0x80;
  new DataView(bytes.buffer).setUint32(bytes.length - 4, length * 8);
  return bytes;
};

// For texts that begin alike: what they share is hashed once.
const hasherFor = (beginning) => {
  const whole = Math.floor(beginning.length / BLOCK) * BLOCK;
  const shared = START.slice();
  for (let at = 0; at < whole; at += BLOCK) {
    compress(shared, new DataView(beginning.buffer, beginning.byteOffset + at, BLOCK));
  }
  const rest = beginning.subarray(whole);
  const encoder = new TextEncoder();
  const state = new Int32Array(8);
  // The first 32 bits of the hash: more are never asked for.
  return (end) => {
    const tail = encoder.encode(end);
    const bytes = new Uint8Array(rest.length + tail.length);
    bytes.set(rest);
    bytes.set(tail, rest.length);
    const blocks = padded(bytes, whole + bytes.length);
    state.set(shared);
    for (let at = 0; at < blocks.length; at += BLOCK) {
      compress(state, new DataView(blocks.buffer, at, BLOCK));
    }
    return state[0] >>> 0;
  };
};

const aMoment = () => new Promise((go) => setTimeout(go));

export const solve = async (formToken, bits) => {
  const hash = hasherFor(new TextEncoder().encode(`${formToken}:`));
  for (let number = 0; ; number += 1) {
    if (Math.clz32(hash(String(number))) >= bits) return number;
    if (number % TOGETHER === 0) await aMoment();
  }
};
