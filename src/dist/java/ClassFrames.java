// SPDX-License-Identifier: GPL-3.0-or-later

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar that are older than Java 7 the frames that newer class files have. The JVM archives only such
 * classes in checked form; it reads and checks the others at each start: {@code java ClassFrames.java JAR}, with Java 24 or
 * newer. Run by {@code Packages.java}.
 */
public final class ClassFrames {
    private static final int JAVA_7 = 51;
    private static final int JAVA_8 = 52;

    private ClassFrames() {}

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path framed = jar.resolveSibling(jar.getFileName() + ".new");
        try (URLClassLoader classes =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
                ZipFile in = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(framed);
                ZipOutputStream out = new ZipOutputStream(file)) {
            ClassFile format = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
            for (ZipEntry entry : Collections.list(in.entries())) {
                byte[] content = in.getInputStream(entry).readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                out.putNextEntry(copy);
                out.write(entry.getName().endsWith(".class") ? framed(format, content) : content);
                out.closeEntry();
            }
        }
        Files.move(framed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] framed(ClassFile format, byte[] content) {
        ClassModel model = format.parse(content);
        if (model.majorVersion() >= JAVA_7) {
            return content;
        }
        ClassTransform frames = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        ClassTransform version = (type, element) ->
                type.with(element instanceof ClassFileVersion ? ClassFileVersion.of(JAVA_8, 0) : element);
        return format.transformClass(model, frames.andThen(version));
    }
}
