package dev.pilothouse;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that moves a real pointer in a real window, with TestFX. It runs in {@code mvn verify}, in a JVM of its own, in
 * Xvfb where that is installed or else on the display that there is; without either it is skipped, and says so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("robot")
@ExtendWith(RequiresDisplay.class)
public @interface RobotTest {}
