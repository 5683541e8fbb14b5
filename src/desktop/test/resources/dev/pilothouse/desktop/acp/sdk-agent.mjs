// An agent on the protocol's own SDK, for tests. Its argument is the newest version that it speaks: 1 or 2. It keeps its
// sessions in the file that SDK_AGENT_STORE names. The first word of a prompt chooses what it does; see script().
import { Readable, Writable } from "node:stream";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as v1 from "@agentclientprotocol/sdk";
import * as v2 from "@agentclientprotocol/sdk/experimental/v2";

const store = process.env.SDK_AGENT_STORE;
const sessions = existsSync(store) ? JSON.parse(readFileSync(store, "utf8")) : {};
const save = () => writeFileSync(store, JSON.stringify(sessions));
const modes = {};
const turns = {};
let count = 0;
const next = (kind) => `${kind}-${process.pid}-${++count}`;
const text = (words) => ({ type: "text", text: words });
const base64 = (words) => Buffer.from(words).toString("base64");

const options = (sessionId) => [
  {
    configId: "mode", name: "Mode", category: "mode", type: "select", currentValue: modes[sessionId] ?? "ask",
    options: [{ value: "ask", name: "Ask first" }, { value: "auto", name: "Auto" }],
  },
];

async function script(client, sessionId, prompt) {
  const send = (update) => client.notify("session/update", { sessionId, update });
  const state = (name, more) => send({ sessionUpdate: "state_update", state: name, ...more });
  const say = async (words) => {
    const messageId = next("message");
    await send({ sessionUpdate: "agent_message_chunk", messageId, content: text(words) });
    sessions[sessionId].history.push({ sessionUpdate: "agent_message", messageId, content: [text(words)] });
    save();
  };
  const [order] = prompt.split(" ");
  const turn = (turns[sessionId] = { cancelled: false, wake: () => {} });
  await state("running");
  if (order === "stream") {
    const messageId = next("message");
    for (const words of ["Hel", "lo"]) {
      await send({ sessionUpdate: "agent_message_chunk", messageId, content: text(words) });
    }
    await send({ sessionUpdate: "agent_message", messageId, content: [text("Hello, world")] });
    await send({ sessionUpdate: "agent_message", messageId, content: [text("Goodbye")] });
    await send({ sessionUpdate: "agent_message_chunk", messageId, content: text("!") });
  } else if (order === "tool") {
    const toolCallId = next("call");
    const call = { sessionUpdate: "tool_call_update", toolCallId };
    await send({ ...call, title: "Change a.txt", kind: "edit", status: "pending" });
    await state("requires_action");
    const answer = await client.request("session/request_permission", {
      sessionId, title: "May I change a.txt?", description: "It has a wrong line.",
      subject: { type: "tool_call", toolCall: { toolCallId, status: "pending" } },
      options: [
        { optionId: "yes", name: "Allow", kind: "allow_once" },
        { optionId: "no", name: "Reject", kind: "reject_once" },
      ],
    });
    await state("running");
    const allowed = answer.outcome.outcome === "selected" && answer.outcome.optionId === "yes";
    if (allowed) {
      await send({ ...call, status: "in_progress" });
      for (const words of ["read", "changed"]) {
        await send({
          sessionUpdate: "tool_call_content_chunk", toolCallId,
          content: { type: "content", content: text(words) },
        });
      }
      await send({
        sessionUpdate: "tool_call_content_chunk", toolCallId,
        content: {
          type: "diff",
          changes: [
            { operation: "modify", path: "/work/a.txt", fileType: "text" },
            { operation: "move", oldPath: "/work/b.txt", path: "/work/c.txt" },
          ],
          patch: {
            format: "git_patch",
            text: "diff --git a/work/a.txt b/work/a.txt\n--- a/work/a.txt\n+++ b/work/a.txt\n@@ -1 +1 @@\n-old\n+new\n",
          },
        },
      });
    }
    await send({ ...call, status: allowed ? "completed" : "failed" });
  } else if (order === "terminal" || order === "die") {
    const toolCallId = next("call");
    const terminalId = next("terminal");
    await send({ sessionUpdate: "terminal_update", terminalId, command: "make" });
    await send({
      sessionUpdate: "tool_call_update", toolCallId, title: "make", kind: "execute", status: "in_progress",
      content: [{ type: "terminal", terminalId }],
    });
    for (let line = 1; line <= 100; line++) {
      await send({ sessionUpdate: "terminal_output_chunk", terminalId, data: base64(`line ${line}\n`) });
    }
    if (order === "die") {
      process.stdout.write("", () => process.exit(9));
      return;
    }
    await send({ sessionUpdate: "terminal_update", terminalId, exitStatus: { exitCode: 0 } });
    await send({ sessionUpdate: "tool_call_update", toolCallId, status: "completed" });
  } else if (order === "plan") {
    const entry = (content, status) => ({ content, priority: "medium", status });
    await send({
      sessionUpdate: "plan_update",
      plan: {
        type: "items", planId: "plan",
        entries: [entry("Read", "completed"), entry("Guess", "cancelled"), entry("Write", "in_progress")],
      },
    });
  } else if (order === "command") {
    const answer = await client.request("session/request_permission", {
      sessionId, title: "May I run this?", subject: { type: "command", command: "rm -rf build", cwd: "/work" },
      options: [{ optionId: "yes", name: "Allow", kind: "allow_once" }],
    });
    await say(answer.outcome.outcome);
  } else if (order === "link") {
    const answer = await client.request("elicitation/create", {
      sessionId, mode: "url", message: "Log in", url: "https://example.org/login", elicitationId: "login",
    });
    await say(answer.action);
  } else if (order === "wait") {
    await say("waiting");
    if (!turn.cancelled) {
      await new Promise((resolve) => (turn.wake = resolve));
    }
    await state("idle", { stopReason: "cancelled" });
    return;
  } else if (order === "fail") {
    await state("idle", { stopReason: "error", error: { code: -32603, message: "The model is away." } });
    return;
  } else {
    await say(`${prompt} in mode ${modes[sessionId] ?? "ask"}`);
  }
  await state("idle", { stopReason: "end_turn" });
}

const second = v2
  .agent({ name: "sdk-agent" })
  .onRequest("initialize", () => ({
    protocolVersion: 2,
    info: { name: "sdk-agent", title: "SDK agent", version: "2.0.0" },
    capabilities: { session: { prompt: { image: {} }, mcp: { stdio: {} } } },
    authMethods: [],
  }))
  .onRequest("session/new", (ctx) => {
    const sessionId = next("session");
    sessions[sessionId] = { cwd: ctx.params.cwd, history: [] };
    save();
    return {
      sessionId, configOptions: options(sessionId),
      availableCommands: [{ type: "command", name: "fix", description: "Fixes", input: { type: "text", hint: "what" } }],
    };
  })
  .onRequest("session/list", () => ({
    sessions: Object.entries(sessions).map(([sessionId, session]) => ({ sessionId, cwd: session.cwd })),
  }))
  .onRequest("session/resume", async (ctx) => {
    const { sessionId, replayFrom } = ctx.params;
    if (replayFrom?.type === "start") {
      for (const update of sessions[sessionId].history) {
        await ctx.client.notify("session/update", { sessionId, update });
      }
    }
    await ctx.client.notify("session/update", { sessionId, update: { sessionUpdate: "state_update", state: "idle" } });
    return { configOptions: options(sessionId) };
  })
  .onRequest("session/close", () => ({}))
  .onRequest("auth/logout", () => ({}))
  .onRequest("session/set_config_option", (ctx) => {
    modes[ctx.params.sessionId] = ctx.params.value;
    return { configOptions: options(ctx.params.sessionId) };
  })
  .onRequest("session/prompt", async (ctx) => {
    const { sessionId, prompt } = ctx.params;
    const messageId = next("user");
    const words = prompt.map((block) => block.text ?? "").join("");
    sessions[sessionId].history.push({ sessionUpdate: "user_message", messageId, content: prompt });
    save();
    await ctx.client.notify("session/update", {
      sessionId, update: { sessionUpdate: "user_message", messageId, content: prompt },
    });
    setImmediate(() => script(ctx.client, sessionId, words).catch((error) => console.error(error)));
    return { messageId };
  })
  .onNotification("session/cancel", (ctx) => {
    const turn = turns[ctx.params.sessionId];
    if (turn) {
      turn.cancelled = true;
      turn.wake();
    }
  });

const first = v1
  .agent({ name: "sdk-agent" })
  .onRequest("initialize", () => ({ protocolVersion: 1, agentCapabilities: {} }))
  .onRequest("session/new", () => ({ sessionId: next("session") }))
  .onRequest("session/prompt", async (ctx) => {
    await ctx.client.notify("session/update", {
      sessionId: ctx.params.sessionId,
      update: { sessionUpdate: "agent_message_chunk", content: text("version 1") },
    });
    return { stopReason: "end_turn" };
  });

const router = v2.agentProtocolRouter().withV1(first);
(process.argv[2] === "2" ? router.withV2(second) : router).connect(
  v2.ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)),
);
