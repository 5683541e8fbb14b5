// A scripted language model on loopback, with the API of OpenAI's chat completions. The last marker in the user's last
// text selects the answer:
//   [[TOOL:command]]  calls the agent's own shell tool with that command
//   [[WRITE:path]]    calls the agent's own tool that writes a file
//   [[SLOW]]          a word every 100 ms for a minute
//   [[CALL:name {…}]] calls a tool whose name ends with that one, such as a tool of an MCP server, with those arguments; the
//                     next such marker of the text is called after its answer
//   anything else     a short greeting
import http from 'node:http';

const SHELLS = ['bash', 'shell', 'run_shell_command', 'execute_command', 'terminal'];
const WRITERS = ['write', 'write_file', 'create', 'write_to_file'];
const pause = millis => new Promise(resolve => setTimeout(resolve, millis));

function lastText(content) {
  if (typeof content === 'string') return content;
  const texts = (content ?? []).map(part => part.text ?? '').filter(text => text && !text.startsWith('<'));
  return texts.at(-1) ?? '';
}

function decide(body) {
  const last = body.messages.at(-1);
  const user = body.messages.filter(message => message.role === 'user').at(-1);
  const calls = [...lastText(user?.content).matchAll(/\[\[CALL:(\w+) (\{.*?\})\]\]/gs)];
  const answers = body.messages.slice(body.messages.lastIndexOf(user)).filter(message => message.role === 'tool');
  const next = calls[answers.length];
  const called = next && (body.tools ?? []).map(tool => tool.function).find(tool => tool?.name.endsWith(next[1]));
  if (called) return { words: `I will call ${next[1]}.`, tool: called, given: next[2] };
  if (calls.length && last.role === 'tool') return { words: `The tool has answered: ${lastText(last.content).slice(0, 2000)}` };
  if (last.role === 'tool') return { words: 'The tool has answered.' };
  const marker = [...lastText(user?.content).matchAll(/\[\[(TOOL|WRITE|SLOW)(?::([^\]]*))?\]\]/g)].at(-1);
  if (marker?.[1] === 'SLOW') return { words: Array.from({ length: 600 }, (_, i) => `slow${i}`).join(' '), every: 100 };
  const tools = (body.tools ?? []).map(tool => tool.function).filter(Boolean);
  const shell = tools.find(tool => SHELLS.includes(tool.name));
  const writer = tools.find(tool => WRITERS.includes(tool.name));
  if (marker?.[1] === 'WRITE' && writer) return { words: 'I will write it.', tool: writer, file: marker[2] };
  if (marker?.[1] === 'TOOL' && shell) return { words: 'I will run it.', tool: shell, command: marker[2] };
  return { words: 'Hello from the scripted model.' };
}

/** The minimal arguments that a tool's schema requires. */
function argumentsFor(tool, { command, file, given }) {
  if (given) return given;
  const filled = file ? {} : { command };
  for (const name of file ? Object.keys(tool.parameters?.properties ?? {}) : []) {
    if (/^(file_?path|path)$/i.test(name)) filled[name] = file;
    if (/^(content|file_text)$/.test(name)) filled[name] = 'written\n';
  }
  for (const name of tool.parameters?.required ?? []) {
    const type = tool.parameters.properties?.[name]?.type;
    filled[name] ??= type === 'number' || type === 'integer' ? 1000 : type === 'boolean' ? false : 'scripted';
  }
  return JSON.stringify(filled);
}

async function complete(body, response) {
  const answer = decide(body);
  const base = { id: `c-${Date.now()}`, object: 'chat.completion.chunk', created: 0, model: body.model };
  const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
  const call = answer.tool && {
    index: 0, id: `call_${Date.now()}`, type: 'function',
    function: { name: answer.tool.name, arguments: argumentsFor(answer.tool, answer) },
  };
  const reason = call ? 'tool_calls' : 'stop';
  if (!body.stream) {
    const message = { role: 'assistant', content: answer.words, ...(call ? { tool_calls: [call] } : {}) };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...base, object: 'chat.completion', usage, choices: [{ index: 0, message, finish_reason: reason }] }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (delta, finish = null, more = {}) =>
    response.write(`data: ${JSON.stringify({ ...base, ...more, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`);
  send({ role: 'assistant', content: '' });
  for (const word of answer.words.split(' ')) {
    if (response.destroyed) return;
    send({ content: `${word} ` });
    await pause(answer.every ?? 2);
  }
  if (call) send({ tool_calls: [call] });
  send({}, reason, { usage });
  response.end('data: [DONE]\n\n');
}

/** Starts it on a free port of loopback. */
export function startModel() {
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'POST' && request.url.endsWith('/chat/completions')) {
        complete(JSON.parse(Buffer.concat(chunks).toString()), response).catch(() => response.destroy());
      } else {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ object: 'list', data: [{ id: 'scripted', object: 'model' }] }));
      }
    });
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve({ server, port: server.address().port })));
}
