package dev.pilothouse.desktop.agent;

final class FakeAgentTest extends AgentAdapterContract {
    @Override
    AgentAdapter adapter(EventLog listener) {
        return FakeAgent.automatic(listener);
    }

    @Override
    String talk() {
        return "hello";
    }

    @Override
    String ask() {
        return FakeAgent.ASK;
    }

    @Override
    String work() {
        return FakeAgent.WAIT;
    }

    @Override
    String die() {
        return FakeAgent.DIE;
    }
}
