// SPDX-License-Identifier: GPL-3.0-or-later
// A client written from docs/protocol.md alone, in another language and without libraries. It pairs with the ticket on stdin
// and starts a session: the arguments are the agent, the directory and the first prompt. It allows each permission request
// once, and prints the events until the turn has ended. It also sends messages that the document says are refused, and
// compares its fold of the activity with the host's. Then it lets the session work toward a goal without a check, which waits
// for a person after its turn, and stops that run.
import crypto from 'node:crypto';
import net from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import zlib from 'node:zlib';

const [agentId, cwd, firstPrompt] = process.argv.slice(2);
const EMPTY = Buffer.alloc(0);
const SUBPROTOCOL = 'pilothouse.v1';

// --- Section 4: the ticket

function readTicket(text) {
  const compact = text.replace(/\s+/g, '');
  const record = Buffer.from(compact.slice('pilothouse://pair#'.length), 'base64url');
  let at = 0;
  const take = (count) => record.subarray(at, (at += count));
  const takeText = () => take(take(1)[0]).toString('utf8');
  if (take(1)[0] !== 1) throw new Error('another version');
  const ticket = { scope: take(1)[0], expiry: take(4).readUInt32BE(), ticketId: take(8), secret: take(16), hostKey: take(32) };
  ticket.hostId = takeText();
  if (/^h[0-9a-f]{16}$/.test(ticket.hostId) && ticket.hostId !== 'h' + sha256(ticket.hostKey).toString('hex', 0, 8)) {
    throw new Error('the host named here has another key');
  }
  ticket.hostName = takeText();
  ticket.urls = [];
  for (let left = take(1)[0]; left > 0; left--) {
    const form = take(1)[0];
    if (form === 1) ticket.urls.push({ host: [...take(4)].join('.'), port: take(2).readUInt16BE() });
    else if (form === 2) take(18);
    else if (form === 3) ticket.urls.push({ host: takeText(), port: take(2).readUInt16BE() });
    else if (form === 4) takeText();
    else takeText(), take(2);
  }
  return ticket;
}

// --- Section 2: Noise_IK_25519_ChaChaPoly_SHA256, the initiator's side

const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');
const privateKey = (raw) => crypto.createPrivateKey({ key: Buffer.concat([PKCS8, raw]), format: 'der', type: 'pkcs8' });
const publicKey = (raw) => crypto.createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
const publicOf = (raw) => crypto.createPublicKey(privateKey(raw)).export({ format: 'der', type: 'spki' }).subarray(-32);
const dh = (own, other) => crypto.diffieHellman({ privateKey: privateKey(own), publicKey: publicKey(other) });
const sha256 = (...parts) => crypto.createHash('sha256').update(Buffer.concat(parts)).digest();
const hmac = (key, ...parts) => crypto.createHmac('sha256', key).update(Buffer.concat(parts)).digest();

function hkdf(chainingKey, input) {
  const temporary = hmac(chainingKey, input);
  const one = hmac(temporary, Buffer.from([1]));
  return [one, hmac(temporary, one, Buffer.from([2]))];
}

function nonce(n) {
  const iv = Buffer.alloc(12);
  iv.writeBigUInt64LE(BigInt(n), 4);
  return iv;
}

function encrypt(key, n, ad, plaintext) {
  const cipher = crypto.createCipheriv('chacha20-poly1305', key, nonce(n), { authTagLength: 16 });
  cipher.setAAD(ad, { plaintextLength: plaintext.length });
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key, n, ad, message) {
  const decipher = crypto.createDecipheriv('chacha20-poly1305', key, nonce(n), { authTagLength: 16 });
  decipher.setAAD(ad, { plaintextLength: message.length - 16 });
  decipher.setAuthTag(message.subarray(-16));
  return Buffer.concat([decipher.update(message.subarray(0, -16)), decipher.final()]);
}

class Handshake {
  constructor(self, host) {
    this.self = self;
    this.host = host;
    this.ephemeral = crypto.randomBytes(32);
    this.h = this.ck = Buffer.from('Noise_IK_25519_ChaChaPoly_SHA256', 'ascii');
    this.mixHash(Buffer.from(`${SUBPROTOCOL}|${SUBPROTOCOL}`, 'ascii'));
    this.mixHash(host);
  }

  mixHash(data) {
    this.h = sha256(this.h, data);
  }

  mixKey(input) {
    [this.ck, this.k] = hkdf(this.ck, input);
  }

  seal(plaintext) {
    const sealed = encrypt(this.k, 0, this.h, plaintext);
    this.mixHash(sealed);
    return sealed;
  }

  message1() {
    const e = publicOf(this.ephemeral);
    this.mixHash(e);
    this.mixKey(dh(this.ephemeral, this.host));
    const s = this.seal(publicOf(this.self));
    this.mixKey(dh(this.self, this.host));
    return Buffer.concat([e, s, this.seal(EMPTY)]);
  }

  finish(message2) {
    if (message2.length !== 48) throw new Error('message 2 has 48 bytes');
    const e = message2.subarray(0, 32);
    this.mixHash(e);
    this.mixKey(dh(this.ephemeral, e));
    this.mixKey(dh(this.self, e));
    decrypt(this.k, 0, this.h, message2.subarray(32));
    this.mixHash(message2.subarray(32));
    const [send, receive] = hkdf(this.ck, EMPTY);
    const code = String(this.h.readBigUInt64BE(0) % 1000000n).padStart(6, '0');
    return { send, receive, code };
  }
}

// --- Section 1: just enough of a WebSocket

class Socket {
  constructor(url, onOpen, onMessage) {
    this.buffer = EMPTY;
    this.message = EMPTY;
    this.open = false;
    this.onOpen = onOpen;
    this.onMessage = onMessage;
    this.tcp = net.connect(url.port, url.host, () => {
      const key = crypto.randomBytes(16).toString('base64');
      this.tcp.write(
        `GET /bridge HTTP/1.1\r\nHost: ${url.host}:${url.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`);
    });
    this.tcp.on('data', (data) => {
      this.buffer = Buffer.concat([this.buffer, data]);
      this.read();
    });
    this.tcp.on('error', (error) => fail(`the connection failed: ${error.message}`));
    this.tcp.on('close', () => fail('the connection was closed'));
  }

  read() {
    if (!this.open) {
      const end = this.buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = this.buffer.subarray(0, end).toString('ascii');
      if (!head.startsWith('HTTP/1.1 101')) fail(head);
      this.buffer = this.buffer.subarray(end + 4);
      this.open = true;
      this.onOpen();
    }
    for (let frame = this.nextFrame(); frame; frame = this.nextFrame()) {
      this.message = Buffer.concat([this.message, frame.data]);
      if (frame.opcode === 8) fail('the host closed the connection');
      if (!frame.fin) continue;
      const whole = this.message;
      this.message = EMPTY;
      if (frame.opcode < 8) this.onMessage(whole);
    }
  }

  nextFrame() {
    if (this.buffer.length < 2) return null;
    let length = this.buffer[1] & 0x7f;
    let at = 2;
    if (length === 126) {
      if (this.buffer.length < 4) return null;
      length = this.buffer.readUInt16BE(2);
      at = 4;
    }
    if (this.buffer.length < at + length) return null;
    const frame = { fin: this.buffer[0] >> 7, opcode: this.buffer[0] & 15, data: this.buffer.subarray(at, at + length) };
    this.buffer = this.buffer.subarray(at + length);
    return frame;
  }

  send(data) {
    const mask = crypto.randomBytes(4);
    const head = data.length < 126 ? Buffer.from([0x82, 0x80 | data.length]) : Buffer.from([0x82, 0xfe, data.length >> 8, data.length & 255]);
    this.tcp.write(Buffer.concat([head, mask, data.map((byte, i) => byte ^ mask[i & 3])]));
  }
}

// --- Section 3: frames

class Channel {
  constructor(socket, keys, onFrame) {
    this.socket = socket;
    this.keys = keys;
    this.onFrame = onFrame;
    this.sent = 0;
    this.received = 0;
    this.data = EMPTY;
  }

  send(message) {
    const frame = Buffer.from(JSON.stringify(message), 'utf8');
    const plaintext = Buffer.alloc(Math.ceil((3 + frame.length) / 64) * 64);
    plaintext[0] = 1;
    plaintext.writeUInt16BE(frame.length, 1);
    frame.copy(plaintext, 3);
    this.socket.send(encrypt(this.keys.send, this.sent++, EMPTY, plaintext));
  }

  receive(sealed) {
    const plaintext = decrypt(this.keys.receive, this.received++, EMPTY, sealed);
    const length = plaintext.readUInt16BE(1);
    this.data = Buffer.concat([this.data, plaintext.subarray(3, 3 + length)]);
    if (!(plaintext[0] & 1)) return;
    const frame = plaintext[0] & 2 ? zlib.inflateRawSync(this.data) : this.data;
    this.data = EMPTY;
    this.onFrame(JSON.parse(new StringDecoder('utf8').end(frame)));
  }
}

// --- Section 7: the fold of the activity

const FINAL = ['completed', 'failed', 'cancelled'];

function firstLine(text = '') {
  const line = text.split('\n', 1)[0].trim();
  if (line.length <= 200) return line;
  const last = line.charCodeAt(199);
  return line.slice(0, last >= 0xd800 && last < 0xdc00 ? 199 : 200) + '…';
}

class Fold {
  open = [];
  activity = null;

  update(u) {
    const now = this.activity;
    const rest = (phase, doing, detail) => this.set({ phase, doing, detail, since: u.at });
    const turn = now?.turn && { turn: now.turn, turnStartedAt: now.turnStartedAt };
    const evidence = (doing, detail, item) => {
      if (now.phase !== 'working') return;
      if (now.doing === doing && now.detail === (detail || undefined) && now.item === item) return;
      this.set({ phase: 'working', ...turn, doing, detail, item, since: u.at });
    };
    const asking = () => {
      const first = this.open[0];
      const detail = firstLine(first.pending.title);
      this.set({ phase: 'waiting', ...turn, doing: 'asking', detail, item: first.item, since: first.since });
    };
    switch (u.kind) {
      case 'sessionCreated':
      case 'agentStarting':
        return rest('starting', 'starting');
      case 'agentStarted':
        return turn ? undefined : rest('idle');
      case 'agentExited':
        if (now.phase === 'needsLogin') return;
        return u.expected ? rest('gone', now.doing === 'closed' ? 'closed' : undefined) : rest('failed', 'error', firstLine(u.text));
      case 'loginNeeded':
        return rest('needsLogin', 'login', firstLine(u.command));
      case 'sessionClosed':
        return rest('gone', 'closed');
      case 'turnStarted':
        return this.set({ phase: 'working', turn: u.seq, turnStartedAt: u.at, doing: 'prompted', since: u.at });
      case 'turnEnded':
        if (u.turn !== now.turn) return;
        if (u.reason === 'failed') return rest('failed', 'error', firstLine(u.text));
        if (u.reason === 'cancelled') return rest('idle', 'cancelled');
        if (u.reason === 'interrupted') return rest('idle', 'interrupted', firstLine(u.text));
        return rest('idle', 'done');
      case 'message':
        return evidence('writing');
      case 'thought':
        return evidence('thinking');
      case 'toolCall':
        return FINAL.includes(u.call.status) ? undefined : evidence('tool', firstLine(u.call.title), u.item);
      case 'toolCallUpdate':
        if (now.doing !== 'tool' || now.item !== u.item) return;
        if (FINAL.includes(u.patch.status)) return evidence('prompted');
        return u.patch.title === undefined ? undefined : this.set({ ...now, detail: firstLine(u.patch.title) });
      case 'pendingAsked':
        this.open.push({ item: u.item, pending: u.pending, since: u.at });
        return asking();
      case 'pendingAnswered': {
        const left = this.open.filter((entry) => entry.pending.pendingId !== u.pendingId);
        const wasOpen = left.length < this.open.length;
        this.open = left;
        if (!wasOpen || now.phase !== 'waiting') return;
        if (left.length) return asking();
        return turn ? this.set({ phase: 'working', ...turn, doing: 'prompted', since: u.at }) : rest('idle');
      }
    }
  }

  // Members that are absent or empty are left out, as on the wire.
  set(activity) {
    this.activity = Object.fromEntries(Object.entries(activity).filter(([, value]) => value !== undefined && value !== ''));
  }
}

const sorted = (object) => JSON.stringify(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

// --- Sections 5 to 7: the conversation

function fail(reason) {
  console.error(reason);
  process.exit(1);
}

function say(...words) {
  console.log(words.join(' '));
}

const requestId = () => crypto.randomBytes(16).toString('base64url');

function converse(ticket) {
  const self = crypto.randomBytes(32);
  const handshake = new Handshake(self, ticket.hostKey);
  const url = ticket.urls[0];
  let channel = null;
  let session = null;
  let cursor = 0;
  const created = requestId();
  const create = { type: 'createSession', requestId: created, agentId, cwd, firstPrompt };
  const invalid = requestId();
  const fold = new Fold();
  const activities = [];

  // Messages that the document says are refused: each answer names its request.
  const refusals = [
    { send: { type: 'prompt', requestId: invalid, sessionId: 's-none' }, answer: { requestId: invalid, code: 'badRequest' } },
    { send: { type: 'history', sub: 99, beforeBorn: 5, limit: 1 }, answer: { sub: 99, code: 'noSuchSession' } },
    { send: { ...create, firstPrompt: 'Something else' }, answer: { requestId: created, code: 'conflict' } },
  ];

  function nextRefusal() {
    if (refusals.length) channel.send(refusals[0].send);
    else channel.send({ type: 'subscribe', sub: 1, sessionId: session });
  }

  function onError(error) {
    const expected = refusals.shift()?.answer;
    for (const member of ['requestId', 'sub', 'code']) {
      if (error[member] !== expected?.[member]) fail(`${JSON.stringify(error)} came, and not ${JSON.stringify(expected)}`);
    }
    say('refused', error.code);
    nextRefusal();
  }

  let nextSub = 2;
  let snapshot = null;
  let afterComparison = null;

  // A cursor with an unknown generation gets a snapshot.
  function compareWithSnapshot(then) {
    afterComparison = then;
    channel.send({ type: 'subscribe', sub: nextSub++, sessionId: session, gen: '0000000000000001', seq: 1 });
  }

  function compare() {
    if (!snapshot || cursor < snapshot.seq) return;
    const mine = activities.filter((entry) => entry.seq <= snapshot.seq).pop().activity;
    if (sorted(mine) !== sorted(snapshot.activity)) fail(`${JSON.stringify(mine)} is not ${JSON.stringify(snapshot.activity)}`);
    say('activity', mine.phase, mine.doing);
    snapshot = null;
    afterComparison();
  }

  function onUpdate(update) {
    if (update.kind === 'message') say('text', JSON.stringify(update.text));
    else if (update.kind === 'pendingAsked') {
      const option = update.pending.options.find((candidate) => candidate.kind === 'allow_once');
      say('asked', update.pending.title, '-', option.name);
      const answer = { sessionId: session, pendingId: update.pending.pendingId, optionId: option.optionId };
      compareWithSnapshot(() => channel.send({ type: 'answer', requestId: requestId(), ...answer }));
    } else if (update.kind === 'turnEnded') {
      say('turnEnded', update.reason);
      if (!runId) compareWithSnapshot(() => channel.send({ type: 'listRuns', requestId: listed }));
    } else say(update.kind);
  }

  // Section 5.7: a run, whose changes arrive without a request.
  const listed = requestId();
  const stopped = requestId();
  let runId = null;
  let stopping = false;

  function startRun() {
    runId = crypto.randomUUID();
    const parameters = { sessionId: session, text: 'Look around' };
    channel.send({ type: 'startRun', requestId: requestId(), runId, kind: 'goal', parameters });
  }

  function onRuns(runs) {
    const run = runs.find((candidate) => candidate.runId === runId);
    if (!run) return;
    if (run.sessionId !== session) fail(`the run is about ${run.sessionId}`);
    if (run.state === 'waitingForYou' && !stopping) {
      stopping = true;
      say('run', run.kind, run.state, run.members?.[0]?.role);
      channel.send({ type: 'runAction', requestId: stopped, runId, action: 'stop' });
    } else if (run.state === 'over') {
      say('run', run.kind, run.state, run.stopReason);
      process.exit(0);
    }
  }

  const onFrame = (message) => {
    switch (message.type) {
      case 'welcome':
        say('welcome', message.hostName, message.scope);
        channel.send(create);
        break;
      case 'ack':
        if (message.requestId === created) {
          session = message.sessionId;
          nextRefusal();
        }
        break;
      case 'updates':
        if (message.sub !== 1) break;
        if (message.after !== cursor) fail(`a gap: at ${cursor}, the batch follows ${message.after}`);
        for (const update of message.updates ?? []) {
          cursor = update.seq ?? cursor + 1;
          fold.update({ ...update, seq: cursor });
          activities.push({ seq: cursor, activity: fold.activity });
          onUpdate(update);
        }
        cursor = message.to ?? cursor;
        compare();
        break;
      case 'runs':
        if (message.requestId !== listed || (message.runs ?? []).length) fail('the host has runs that nobody started');
        startRun();
        break;
      case 'runsChanged':
        onRuns(message.changed ?? []);
        break;
      case 'snapshot':
        snapshot = message.state;
        compare();
        break;
      case 'error':
        onError(message);
        break;
      case 'bye':
        fail(`${message.code}: ${message.text}`);
        break;
      default:
        say('heard', message.type);
    }
  };

  const socket = new Socket(url, () => socket.send(handshake.message1()), (message) => {
    if (channel) return channel.receive(message);
    const keys = handshake.finish(message);
    say('code', keys.code);
    channel = new Channel(socket, keys, onFrame);
    channel.send({
      type: 'pair',
      protocol: { min: 1, max: 1 },
      ticketId: ticket.ticketId.toString('base64url'),
      secret: ticket.secret.toString('base64url'),
      name: 'Other client',
    });
  });
}

let input = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece) => (input += piece));
process.stdin.on('end', () => converse(readTicket(input)));
setTimeout(() => fail('nothing more happened within 60 seconds'), 60000);
