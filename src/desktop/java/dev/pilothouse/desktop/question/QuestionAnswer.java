package dev.pilothouse.desktop.question;

/**
 * The answer to a question of the host.
 *
 * @param optionId the chosen option; empty if the device lost its scope before the answer was on disk
 * @param device the name of the device that answered
 */
public record QuestionAnswer(String optionId, String device) {}
