package dev.pilothouse.desktop.phone;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.List;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Instruments every class of the program that is loaded later to call {@link Traced} for reflective look-ups. JavaFX
 * declares its own uses and is not instrumented. Any thread; lives as long as the JVM.
 */
public final class TraceAgent implements ClassFileTransformer {
    private static final Set<String> OWNERS = Stream.of(
                    Class.class,
                    ClassLoader.class,
                    Method.class,
                    Constructor.class,
                    Proxy.class,
                    ServiceLoader.class,
                    ResourceBundle.class,
                    System.class,
                    ObjectInputStream.class)
            .map(Type::getInternalName)
            .collect(Collectors.toUnmodifiableSet());
    private static final List<String> LEFT = List.of("java/", "javafx/", "com/sun/", "jdk/", "net/bytebuddy/");
    private static final String TRACED = Type.getInternalName(Traced.class);

    private final Set<String> traced = new HashSet<>();

    private TraceAgent() {
        for (Method method : Traced.class.getDeclaredMethods()) {
            traced.add(method.getName() + Type.getMethodDescriptor(method));
        }
    }

    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new TraceAgent());
    }

    /** Writes a jar that names this agent; its class is on the class path already. */
    static Path writeJar(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), TraceAgent.class.getName());
        Path jar = folder.resolve("trace-agent.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    /** The flag of a JVM to be traced. */
    public static String flag(Path folder) throws IOException {
        return "-javaagent:" + writeJar(folder);
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (loader == null
                || name == null
                || name.equals(TRACED)
                || LEFT.stream().anyMatch(name::startsWith)) {
            return null;
        }
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Calls(writer, name.replace('/', '.')), 0);
        return writer.toByteArray();
    }

    private final class Calls extends ClassVisitor {
        private final String caller;

        Calls(ClassVisitor next, String caller) {
            super(Opcodes.ASM9, next);
            this.caller = caller;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
                    String receiver = opcode == Opcodes.INVOKESTATIC ? "" : "L" + owner + ";";
                    String instead =
                            "(" + receiver + calledDescriptor.substring(1).replace(")", "Ljava/lang/String;)");
                    if (opcode != Opcodes.INVOKESPECIAL
                            && OWNERS.contains(owner)
                            && traced.contains(called + instead)) {
                        visitLdcInsn(caller);
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, TRACED, called, instead, false);
                    } else {
                        super.visitMethodInsn(opcode, owner, called, calledDescriptor, isInterface);
                    }
                }
            };
        }
    }
}
