package dev.pilothouse.ui.newsession;

import dev.pilothouse.ui.text.Texts;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * The first steps: an agent, a directory, a task; then a session runs. A step that lacks something says so and stays.
 *
 * <p>Owns the step; confined to the FX thread; ends with its sheet.
 */
public final class GuidePresenter {
    private final NewSessionPresenter session;
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(this, "step", Step.AGENT);
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");

    /** The steps, in their order. */
    public enum Step {
        AGENT,
        DIRECTORY,
        TASK
    }

    /** @param session makes the session in the end */
    public GuidePresenter(NewSessionPresenter session) {
        this.session = session;
        problem.set(session.problemProperty().get());
        session.problemProperty().addListener((property, before, now) -> problem.set(now));
    }

    public NewSessionPresenter session() {
        return session;
    }

    public ReadOnlyObjectProperty<Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    /** What this step lacks, else empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Goes on, or starts the session from the last step. */
    public void onNext() {
        problem.set("");
        switch (step.get()) {
            case AGENT -> {
                if (session.hostProperty().get() == null) {
                    problem.set(Texts.text("newSession.noHost"));
                } else if (session.agentProperty().get() == null) {
                    problem.set(Texts.text("newSession.noAgent"));
                } else {
                    step.set(Step.DIRECTORY);
                }
            }
            case DIRECTORY -> {
                if (session.directoryProperty().get().isBlank()) {
                    problem.set(Texts.text("newSession.noDirectory"));
                } else {
                    if (session.promptProperty().get().isEmpty() && session.onDemoAgent()) {
                        session.promptProperty().set(Texts.text("demo.firstPrompt"));
                    }
                    step.set(Step.TASK);
                }
            }
            case TASK -> session.onCreate();
        }
    }

    /** Goes one step back. */
    public void onBack() {
        problem.set("");
        if (step.get() != Step.AGENT) {
            step.set(Step.values()[step.get().ordinal() - 1]);
        }
    }
}
