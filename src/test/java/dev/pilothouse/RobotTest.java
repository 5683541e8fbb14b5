package dev.pilothouse;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that moves a real pointer in a real window, with TestFX. It runs in {@code mvn verify}, in its own JVM, in
 * Xvfb if that is installed, otherwise on the existing display. Without either it is skipped with a reason.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("robot")
@ExtendWith(RequiresDisplay.class)
public @interface RobotTest {}
