package dev.pilothouse.model;

/**
 * What an agent takes in a prompt beside text and links to files, which every agent takes.
 *
 * @param images pictures
 * @param embedded the content of files
 */
public record PromptSupport(boolean images, boolean embedded) {
    public static final PromptSupport NONE = new PromptSupport(false, false);
}
