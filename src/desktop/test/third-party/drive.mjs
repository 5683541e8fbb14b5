// Plays one session of each agent through ./pilothouse. See run.sh.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { startModel } from './model.mjs';

const [root, folder, ...args] = process.argv.slice(2);
// Another start script, such as a packaged program's, can be set.
const program = process.env.PILOTHOUSE_PROGRAM ?? path.join(root, 'pilothouse');
const pause = millis => new Promise(resolve => setTimeout(resolve, millis));
const freePort = () => new Promise(resolve => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

class Failure extends Error {}
function check(condition, what) {
  if (!condition) throw new Failure(what);
  console.log(`  ok: ${what}`);
}

/** Runs the command line, without blocking the model, which lives in this process. */
function call(words) {
  return new Promise(resolve => execFile(program, words, { timeout: 120_000, maxBuffer: 64 << 20 }, (error, out, err) =>
    resolve({ status: error ? (error.code ?? error.signal) : 0, out: out.trim(), err: err.trim() })));
}

/** Runs a command that must succeed, and returns its output. */
async function run(...words) {
  const { status, out, err } = await call(words);
  if (status !== 0) throw new Failure(`pilothouse ${words.join(' ')} gave ${status}: ${err.split('\n').at(-1)}`);
  return out;
}

async function until(what, seconds, ask) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer) return answer;
    await pause(300);
  }
  throw new Failure(`${what} did not happen within ${seconds} s`);
}

/** The entries of agents.json, with a separate home for each agent. @param mcp the MCP servers of OpenCode */
function ownEntries(port, mcp = {}) {
  const bin = name => path.join(folder, 'npm', 'node_modules', '.bin', name);
  const home = name => {
    const made = path.join(folder, 'home', name);
    fs.mkdirSync(made, { recursive: true });
    return made;
  };
  const url = `http://127.0.0.1:${port}/v1`;
  const openCode = path.join(home('opencode'), '.config', 'opencode');
  fs.mkdirSync(openCode, { recursive: true });
  fs.writeFileSync(path.join(openCode, 'opencode.json'), JSON.stringify({
    model: 'scripted/scripted', small_model: 'scripted/scripted', autoupdate: false, share: 'disabled',
    permission: { bash: 'ask', edit: 'ask' }, mcp,
    provider: { scripted: { npm: '@ai-sdk/openai-compatible', name: 'Scripted', options: { baseURL: url, apiKey: 'none' },
      models: { scripted: { name: 'Scripted', tool_call: true, limit: { context: 128000, output: 8192 } } } } },
  }));
  return [
    { id: 'copilot', name: 'Copilot, scripted model', command: bin('copilot'), args: ['--acp'],
      env: { HOME: home('copilot'), COPILOT_OFFLINE: 'true', COPILOT_AUTO_UPDATE: 'false', COPILOT_PROVIDER_BASE_URL: url,
        COPILOT_PROVIDER_API_KEY: 'none', COPILOT_MODEL: 'gpt-4.1' } },
    { id: 'opencode', name: 'OpenCode, scripted model', command: bin('opencode'), args: ['acp'],
      env: { HOME: home('opencode'), XDG_CONFIG_HOME: path.join(home('opencode'), '.config'),
        XDG_DATA_HOME: path.join(home('opencode'), '.local', 'share'), OPENCODE_DISABLE_AUTOUPDATE: '1',
        OPENCODE_DISABLE_MODELS_FETCH: '1' } },
  ];
}

class Host {
  constructor(data, port) {
    this.data = data;
    this.port = port;
  }

  async start() {
    this.child = spawn(program, ['host', '--data', this.data, '--port', String(this.port)], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.output = '';
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', text => { this.output += text; });
    await until('the host listens', 180, async () => {
      if (this.child.exitCode !== null) throw new Failure(`the host ended: ${this.output.trim().split('\n').at(-1)}`);
      return (await call(['ticket', '--data', this.data, '--json'])).status === 0;
    });
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise(resolve => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}

class Client {
  constructor(profile) {
    this.profile = ['--profile', profile];
  }

  async json(...words) {
    return JSON.parse(await run('ctl', ...words, ...this.profile, '--json'));
  }

  /** Returns the prompt's seq. */
  async prompt(session, text) {
    return (await this.json('prompt', session, text)).seq;
  }

  /** All updates of a session after a seq, until the turn has ended. */
  async watch(session, after) {
    const lines = await run('ctl', 'watch', session, '--after', String(after), '--until', 'turnEnded', ...this.profile, '--json');
    return lines.split('\n').filter(Boolean).map(line => JSON.parse(line));
  }

  async pending(session) {
    return (await this.json('pending')).find(asked => asked.sessionId === session);
  }
}

const textOf = updates => updates.filter(update => update.kind === 'message').map(update => update.text).join('');
const ending = updates => updates.find(update => update.kind === 'turnEnded');

/** The content of the session's tool calls after these updates. */
function contents(updates) {
  const calls = new Map();
  for (const update of updates) {
    const content = (update.call ?? update.patch)?.content;
    if (content) calls.set(update.item, content);
  }
  return [...calls.values()].flat();
}

async function decide(client, session, marker, kind) {
  const seq = await client.prompt(session, `[[${marker}]]`);
  const asked = await until('a permission request', 60, () => client.pending(session));
  const option = asked.options.find(candidate => candidate.kind.toLowerCase().replace('_', '').startsWith(kind));
  if (!option) throw new Failure(`no option of kind ${kind} in ${JSON.stringify(asked.options)}`);
  await run('ctl', 'answer', session, asked.pendingId, option.optionId, ...client.profile);
  return client.watch(session, seq);
}

async function play(agent, client, host, cwd) {
  const session = (await client.json('new', '--agent', agent, '--cwd', cwd)).sessionId;
  check(session, 'a session starts');

  let updates = await client.watch(session, await client.prompt(session, 'hello'));
  check(textOf(updates).includes('Hello'), 'text streams in');
  check(ending(updates).seq > 0, 'the turn ends');
  console.log(`  note: the agent takes ${await memory(host)} MB`);

  await decide(client, session, 'TOOL:echo yes > allowed.txt', 'allowonce');
  check(fs.existsSync(path.join(cwd, 'allowed.txt')), 'an allowed tool runs');

  await decide(client, session, 'TOOL:echo no > refused.txt', 'reject');
  check(!fs.existsSync(path.join(cwd, 'refused.txt')), 'a refused tool does not run');

  const written = path.join(cwd, 'written.txt');
  updates = await decide(client, session, `WRITE:${written}`, 'allowonce');
  check(fs.readFileSync(written, 'utf8') === 'written\n', 'an allowed edit writes the file');
  check(contents(updates).some(part => part.type === 'diff' && part.newText === 'written\n'), 'an edit keeps its diff');

  const seq = await client.prompt(session, '[[SLOW]]');
  await pause(2000);
  await run('ctl', 'cancel', session, ...client.profile);
  updates = await client.watch(session, seq);
  check(/cancel/i.test(JSON.stringify(ending(updates))), 'a cancel ends the turn as cancelled');

  await host.stop();
  await host.start();
  updates = await client.watch(session, await client.prompt(session, 'hello again'));
  check(textOf(updates).includes('Hello'), 'the session goes on after a restart of the host');
  const restored = updates.find(update => update.kind === 'agentStarted')?.memory;
  console.log(restored === 'kept' ? '  ok: the agent remembers the session' : `  note: the agent's memory is ${restored}`);
}

/** All living processes, as [parent, pid, kilobytes of main memory]. */
function processes() {
  return new Promise(resolve => execFile('ps', ['-A', '-o', 'ppid=,pid=,rss=,stat='], (error, out) =>
    resolve(out.trim().split('\n').map(line => line.trim().split(/\s+/))
      .filter(([, , , state]) => !state.startsWith('Z'))
      .map(([parent, pid, rss]) => [parent, pid, rss].map(Number)))));
}

/** The host's direct children. */
async function children(host) {
  return (await processes()).filter(([parent]) => parent === host.child.pid).map(([, pid]) => pid);
}

/** Main memory of the host's agents and their descendants, in megabytes. */
async function memory(host) {
  const all = await processes();
  const sum = parent => all.filter(([its]) => its === parent)
    .reduce((total, [, pid, rss]) => total + rss + sum(pid), 0);
  return Math.round(sum(host.child.pid) / 1024);
}

/** Two sessions in one process of the agent. */
async function playShared(agent, client, host, cwd) {
  const folders = ['one', 'two'].map(name => path.join(cwd, name));
  folders.forEach(folder => fs.mkdirSync(folder, { recursive: true }));
  const [one, two] = (await Promise.all(folders.map(folder => client.json('new', '--agent', agent, '--cwd', folder))))
    .map(session => session.sessionId);
  await Promise.all([one, two].map(async session => client.watch(session, await client.prompt(session, 'hello'))));
  const first = await children(host);
  check(first.length === 1, 'two sessions that started at once are in one process');
  console.log(`  note: the agent takes ${await memory(host)} MB`);

  const slow = await client.prompt(one, '[[SLOW]]');
  const seq = await client.prompt(two, 'hello');
  let updates = await client.watch(two, seq);
  check(textOf(updates).includes('Hello'), 'one talks while the other works');
  await run('ctl', 'cancel', one, ...client.profile);
  updates = await client.watch(one, slow);
  check(/cancel/i.test(JSON.stringify(ending(updates))), 'a cancel ends the turn of its session');

  await Promise.all([
    decide(client, one, 'TOOL:echo yes > allowed.txt', 'allowonce'),
    decide(client, two, 'TOOL:echo no > refused.txt', 'reject'),
  ]);
  check(fs.existsSync(path.join(folders[0], 'allowed.txt')), 'a tool that one was allowed runs in its directory');
  check(!fs.existsSync(path.join(folders[1], 'refused.txt')), 'a tool that the other was refused does not run');

  const endless = await client.prompt(one, '[[SLOW]]');
  await pause(1000);
  await run('ctl', 'close', one, ...client.profile);
  updates = await client.watch(one, endless);
  check(ending(updates), 'closing one ends its turn');
  updates = await client.watch(two, await client.prompt(two, 'hello'));
  check(textOf(updates).includes('Hello'), 'the other goes on');
  updates = await client.watch(one, await client.prompt(one, 'hello again'));
  check(textOf(updates).includes('Hello'), 'the closed one comes back');
  console.log(`  note: its memory is ${updates.find(update => update.kind === 'agentStarted')?.memory}`);
  check((await children(host)).join() === first.join(), 'all of it in the same process');

  process.kill(first[0], 'SIGKILL');
  const again = await until('another process', 60, async () => {
    const now = await children(host);
    return now.length > 0 && !now.includes(first[0]) && now;
  });
  for (const session of [one, two]) {
    updates = await client.watch(session, await client.prompt(session, 'hello after a kill'));
    check(textOf(updates).includes('Hello'), 'a session goes on after a kill of the process');
  }
  check((await children(host)).join() === again.join() && again.length === 1, 'both in one process again');
  await Promise.all([one, two].map(session => run('ctl', 'close', session, ...client.profile)));
  await until('the end of the process', 30, async () => (await children(host)).length === 0);
  check(true, 'after the last session the process ends');
}

/** An agent that steers another session through the MCP server of the command line. */
async function playMcp(agent, client, host, cwd) {
  const { sessionId: other } = await client.json('new', '--agent', 'demo', '--cwd', cwd);
  const { sessionId: session } = await client.json('new', '--agent', agent, '--cwd', cwd);
  let updates = await client.watch(session, await client.prompt(session, '[[CALL:list_sessions {}]]'));
  check(textOf(updates).includes(other), 'the agent lists the sessions');
  const at = JSON.stringify({ sessionId: other });
  updates = await client.watch(session, await client.prompt(session,
    `[[CALL:send_prompt ${JSON.stringify({ sessionId: other, text: '/say hello from an agent' })}]]`
    + `[[CALL:wait_for_session ${at}]][[CALL:read_session ${at}]]`));
  check(textOf(updates).includes('hello from an agent'), 'the agent prompts a session, waits for it and reads it');
}

/** An agent that gets an MCP server by a profile of the host, and calls it. */
async function playProfile(agent, client, host, cwd) {
  const { sessionId: session } = await client.json('new', '--agent', agent, '--cwd', cwd, '--use-profile', 'steering');
  let updates = await client.watch(session, await client.prompt(session, '[[CALL:list_sessions {}]]'));
  check(textOf(updates).includes(session), 'the agent calls a tool of the server');
  const told = updates.filter(update => update.kind === 'profileApplied').pop();
  check(told?.servers?.[0]?.called, `the session has recognised the call (${JSON.stringify(told?.servers)})`);
  check(told.servers[1].sent !== true, `a server that cannot be given is named: ${told.servers[1].text}`);
}

const profileAt = args.indexOf('--profile');
if (profileAt >= 0) args.splice(profileAt, 1, 'opencode');
const mcpAt = args.indexOf('--mcp');
if (mcpAt >= 0) args.splice(mcpAt, 1, 'opencode');
const mcp = mcpAt >= 0;
const sharedAt = args.indexOf('--shared');
if (sharedAt >= 0) args.splice(sharedAt, 1);
const shared = sharedAt >= 0;
const fileAt = args.indexOf('--agents');
const file = fileAt < 0 ? null : args.splice(fileAt, 2)[1];
const { server, port } = await startModel();
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-third-party-'));
const servers = mcp
  ? { pilothouse: { type: 'local', enabled: true, timeout: 60_000,
    command: [program, 'mcp', '--profile', path.join(work, 'opencode', 'profile')] } }
  : {};
const entries = file ? [JSON.parse(fs.readFileSync(file, 'utf8'))].flat() : ownEntries(port, servers);
const wanted = args.length ? args : entries.map(entry => entry.id);
let passed = 0;
let failed = 0;
let skipped = 0;
for (const id of wanted) {
  const entry = entries.find(candidate => candidate.id === id);
  if (!entry || (path.isAbsolute(entry.command) && !fs.existsSync(entry.command))) {
    console.log(`skipped: ${id} is not installed${file ? '' : ' (run.sh --install gets it)'}`);
    skipped++;
    continue;
  }
  console.log(id);
  const data = path.join(work, id, 'data');
  const cwd = path.join(work, id, 'work');
  fs.mkdirSync(data, { recursive: true, mode: 0o700 });
  fs.mkdirSync(cwd, { recursive: true });
  fs.writeFileSync(path.join(data, 'agents.json'), JSON.stringify([shared ? { ...entry, process: 'shared' } : entry]));
  if (profileAt >= 0) {
    fs.writeFileSync(path.join(data, 'profiles.json'), JSON.stringify({ profiles: { steering: { servers: {
      sessions: { command: program, args: ['mcp', '--profile', path.join(work, id, 'profile')] },
      missing: { command: 'no-such-program-of-pilothouse' } } } } }));
  }
  const host = new Host(data, await freePort());
  try {
    await host.start();
    const client = new Client(path.join(work, id, 'profile'));
    const { ticket } = JSON.parse(await run('ticket', '--data', data, '--json'));
    await run('ctl', 'pair', ticket, ...client.profile);
    check((await client.json('agents')).some(agent => agent.agentId === id && agent.installed), 'the host knows it');
    await (profileAt >= 0 ? playProfile : mcp ? playMcp : shared ? playShared : play)(id, client, host, cwd);
    passed++;
  } catch (failure) {
    failed++;
    console.log(`  FAILED: ${failure instanceof Failure ? failure.message : failure.stack}`);
  } finally {
    await host.stop();
  }
}
server.close();
server.closeAllConnections();
fs.rmSync(work, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed ? 1 : 0);
