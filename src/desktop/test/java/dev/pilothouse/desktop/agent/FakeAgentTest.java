package dev.pilothouse.desktop.agent;

final class FakeAgentTest extends AgentAdapterContract {
    @Override
    protected AgentAdapter adapter(EventLog listener) {
        return FakeAgent.automatic(listener.inbox());
    }

    @Override
    protected String talk() {
        return "hello";
    }

    @Override
    protected String ask() {
        return FakeAgent.ASK;
    }

    @Override
    protected String work() {
        return FakeAgent.WAIT;
    }

    @Override
    protected String die() {
        return FakeAgent.DIE;
    }
}
