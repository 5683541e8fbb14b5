package dev.pilothouse.desktop.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A disk that the test can make full for some files: a write stores half of its bytes and then fails, as the system
 * does. Counts the opened journals. Any thread.
 */
public final class FullableDisk implements JournalFileSystem {
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile Predicate<Path> full = path -> false;
    private volatile boolean refusing;

    public void fill() {
        fill(path -> true);
    }

    public void fill(Predicate<Path> paths) {
        full = paths;
    }

    public void free() {
        full = path -> false;
    }

    /** Sets whether writes succeed but fsync fails. */
    public void refuseSync(boolean refuse) {
        refusing = refuse;
    }

    /** The number of open journals. */
    public int open() {
        return opened.get() - closed.get();
    }

    /** How many journals were opened, and so read. */
    public int opened() {
        return opened.get();
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        opened.incrementAndGet();
        return new Channel(path, REAL.open(path));
    }

    private final class Channel extends FileChannel {
        private final Path path;
        private final FileChannel real;

        Channel(Path path, FileChannel real) {
            this.path = path;
            this.real = real;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            if (!full.test(path)) {
                return real.write(bytes, position);
            }
            ByteBuffer half = bytes.duplicate();
            half.limit(bytes.position() + bytes.remaining() / 2);
            if (half.hasRemaining()) {
                real.write(half, position);
            }
            throw new IOException("No space left on device");
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return real.read(bytes);
        }

        @Override
        public long read(ByteBuffer[] bytes, int offset, int length) throws IOException {
            return real.read(bytes, offset, length);
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            return real.read(bytes, position);
        }

        @Override
        public int write(ByteBuffer bytes) {
            throw new UnsupportedOperationException("journals write by position");
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException("journals write by position");
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (refusing) {
                throw new IOException("Input/output error");
            }
            real.force(metaData);
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return real.transferTo(position, count, target);
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
            return real.transferFrom(source, position, count);
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            return real.map(mode, position, size);
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            return real.lock(position, size, shared);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
            closed.incrementAndGet();
        }
    }
}
