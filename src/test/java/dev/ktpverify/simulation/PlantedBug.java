package dev.ktpverify.simulation;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A mistake in the function's own code: one class is compiled once more, with something changed.
 *
 * @param name what goes wrong
 * @param source the class's file, below the root package
 * @param right what is in it, exactly once
 * @param wrong what takes its place
 */
record PlantedBug(String name, String source, String right, String wrong) {

    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "ktpverify");
    private static final Path OUTPUT = Path.of("target", "planted-bugs");
    private static final String OURS = "dev.ktpverify.";

    /** Compiles the class with the bug, and gives a class loader that has it and new copies of all our other classes. */
    ClassLoader planted() {
        try {
            String text = Files.readString(SOURCES.resolve(source));
            int at = text.indexOf(right);
            if (at < 0 || text.indexOf(right, at + 1) >= 0) {
                throw new AssertionError(name + ": not exactly once in " + source + ": " + right);
            }
            Path folder = Files.createDirectories(OUTPUT.resolve(name.replaceAll("\\W+", "-")));
            Path file = Files.createDirectories(folder.resolve("source"))
                    .resolve(Path.of(source).getFileName());
            Files.writeString(file, text.replace(right, wrong));
            compile(file, folder);
            return new OursFirst(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compile(Path file, Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", folder.toString(), "-cp", classPath(), "-proc:none", "-parameters", "-nowarn");
            if (!compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(file))
                    .call()) {
                throw new AssertionError(name + ": " + said);
            }
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Loads our classes itself, each from the folder with the bug where it is there. */
    private static final class OursFirst extends URLClassLoader {

        OursFirst(Path folder) throws MalformedURLException {
            super(urls(folder), PlantedBug.class.getClassLoader());
        }

        private static URL[] urls(Path folder) throws MalformedURLException {
            List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
            for (String entry : classPath().split(File.pathSeparator)) {
                if (Files.isDirectory(Path.of(entry))) {
                    urls.add(Path.of(entry).toUri().toURL());
                }
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(OURS)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
