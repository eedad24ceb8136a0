package io.onefunnel.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * As whom the server runs. PostgreSQL refuses to run as root, so that root hands it to an unprivileged account of the
 * system, or hides in a user namespace where that is not possible.
 *
 * @param prefix what is put before each command; empty for oneself
 * @param owner who must own the data folder; empty for oneself
 */
record OsUser(List<String> prefix, Optional<String> owner) {
    // The first is made for it; the others exist nearly everywhere and own nothing.
    private static final List<String> UNPRIVILEGED = List.of("postgres", "nobody", "daemon");

    /** Finds the way to run the server on this folder. The reasons against each way are added to {@code problems}. */
    static Optional<OsUser> find(Path folder, List<String> problems) throws IOException, InterruptedException {
        if (!isRoot()) return Optional.of(new OsUser(List.of(), Optional.empty()));
        for (String name : UNPRIVILEGED) {
            if (!exists(folder, name)) continue;
            for (List<String> prefix : becoming(name)) {
                Optional<String> problem = problem(prefix, folder);
                if (problem.isEmpty()) return Optional.of(new OsUser(prefix, Optional.of(name)));
                problems.add(prefix.get(0) + " as " + name + ": " + problem.get());
            }
        }
        // In a namespace of its own, root is nobody to PostgreSQL and still root to the files.
        List<String> unshare = List.of("unshare", "-U");
        Optional<String> problem = problem(unshare, folder);
        if (problem.isEmpty()) return Optional.of(new OsUser(unshare, Optional.empty()));
        problems.add("unshare: " + problem.get());
        return Optional.empty();
    }

    private static List<List<String>> becoming(String name) {
        return List.of(
                List.of("setpriv", "--reuid=" + name, "--regid=" + groupOf(name), "--clear-groups"),
                List.of("runuser", "-u", name, "--"));
    }

    private static String groupOf(String name) {
        try {
            return Files.readAllLines(Path.of("/etc/passwd")).stream()
                    .map(line -> line.split(":"))
                    .filter(fields -> fields.length > 3 && fields[0].equals(name))
                    .map(fields -> fields[3])
                    .findFirst()
                    .orElse(name);
        } catch (IOException e) {
            return name;
        }
    }

    private static Optional<String> problem(List<String> prefix, Path folder) throws IOException, InterruptedException {
        try {
            Command.Result result = Command.run(prefix, List.of("/bin/sh", "-c", "cd \"$1\"", "sh", folder.toString()));
            if (result.succeeded()) return Optional.empty();
            return Optional.of(result.output().isEmpty() ? "status " + result.status() : result.output());
        } catch (IOException notInstalled) {
            return Optional.of("is not installed");
        }
    }

    private static boolean isRoot() {
        if (!Files.exists(Path.of("/proc/self"))) return "root".equals(System.getProperty("user.name"));
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static boolean exists(Path folder, String name) throws IOException {
        try {
            return principal(folder, name) != null;
        } catch (UserPrincipalNotFoundException nobodyOfThatName) {
            return false;
        }
    }

    private static UserPrincipal principal(Path folder, String name) throws IOException {
        return folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
    }

    /** Gives a folder and everything in it to the account. */
    void own(Path folder) throws IOException {
        if (owner.isEmpty()) return;
        UserPrincipal principal = principal(folder, owner.get());
        if (Files.getOwner(folder).equals(principal)) return;
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.forEach(paths::add);
        }
        for (Path path : paths) {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            view.setOwner(principal);
        }
    }

    Command.Result run(List<String> command) throws IOException, InterruptedException {
        return Command.run(prefix, command);
    }
}
