// SPDX-License-Identifier: GPL-3.0-or-later
// A client written from docs/protocol.md alone, in another language and without any library: pairs with the ticket that
// comes on stdin, starts a session with the agent named by the first argument in the directory named by the second,
// gives it the third as its first prompt, allows what it asks once, and prints what happens until the turn has ended.
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

  function onUpdate(update) {
    if (update.kind === 'message') say('text', JSON.stringify(update.text));
    else if (update.kind === 'pendingAsked') {
      const option = update.pending.options.find((candidate) => candidate.kind === 'allow_once');
      say('asked', update.pending.title, '-', option.name);
      channel.send({ type: 'answer', requestId: requestId(), sessionId: session, pendingId: update.pending.pendingId, optionId: option.optionId });
    } else if (update.kind === 'turnEnded') {
      say('turnEnded', update.reason);
      process.exit(0);
    } else say(update.kind);
  }

  const onFrame = (message) => {
    switch (message.type) {
      case 'welcome':
        say('welcome', message.hostName, message.scope);
        channel.send({ type: 'createSession', requestId: created, agentId, cwd, firstPrompt });
        break;
      case 'ack':
        if (message.requestId === created) {
          session = message.sessionId;
          channel.send({ type: 'subscribe', sub: 1, sessionId: session });
        }
        break;
      case 'updates':
        if (message.after !== cursor) fail(`a gap: at ${cursor}, the batch follows ${message.after}`);
        for (const update of message.updates ?? []) {
          cursor = update.seq ?? cursor + 1;
          onUpdate(update);
        }
        cursor = message.to ?? cursor;
        break;
      case 'snapshot':
        cursor = message.state.seq;
        say('snapshot', message.state.items.length, 'items');
        break;
      case 'error':
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
