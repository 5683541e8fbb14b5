package dev.pilothouse.ui.newsession;

import dev.pilothouse.ui.text.Texts;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * The first-run guide: choose an agent, then a directory, then a task; then a session starts. If a step lacks an input,
 * it shows the problem and stays.
 *
 * <p>Owns the current step; confined to the FX thread; lives as long as its sheet.
 */
public final class OnboardingPresenter {
    private final NewSessionPresenter session;
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(this, "step", Step.AGENT);
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");

    /** The steps in order. */
    public enum Step {
        AGENT,
        DIRECTORY,
        TASK
    }

    /** @param session holds the inputs and creates the session at the end */
    public OnboardingPresenter(NewSessionPresenter session) {
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

    /** The problem with the current step, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Goes to the next step. From the last step, creates the session. */
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

    /** Goes to the previous step. */
    public void onBack() {
        problem.set("");
        if (step.get() != Step.AGENT) {
            step.set(Step.values()[step.get().ordinal() - 1]);
        }
    }
}
