package dev.pilothouse.desktop.question;

import dev.pilothouse.model.DeviceId;

/**
 * The answer to a question of the host.
 *
 * @param optionId the chosen option; empty if there is no answer: the question could not be asked, its session was
 *     deleted, or the device lost its scope before the answer was on disk
 * @param deviceId the device that answered
 */
public record QuestionAnswer(String optionId, DeviceId deviceId, String deviceName) {
    private static final DeviceId NOBODY = new DeviceId("none");

    /** Nobody has answered, and nobody will. */
    public static final QuestionAnswer NONE = new QuestionAnswer("", NOBODY, "");
}
