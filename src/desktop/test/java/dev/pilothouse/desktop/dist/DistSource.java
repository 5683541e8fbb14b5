package dev.pilothouse.desktop.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles one of the programs of {@code src/dist/java}, which have no package, and calls its static methods. */
final class DistSource {
    private final Class<?> program;

    private DistSource(Class<?> program) {
        this.program = program;
    }

    static DistSource compile(String name, Path output) throws Exception {
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", output.toString(), "src/dist/java/" + name + ".java");
        assertThat(status).isZero();
        // Stays open as long as the class.
        URLClassLoader loader = new URLClassLoader(new URL[] {output.toUri().toURL()});
        return new DistSource(loader.loadClass(name));
    }

    Object call(String method, Object... arguments) throws Exception {
        Method found = Stream.of(program.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .findFirst()
                .orElseThrow();
        found.setAccessible(true);
        return found.invoke(null, arguments);
    }
}
