package io.onefunnel.store.embedded;

import io.onefunnel.store.files.FileTrees;
import io.onefunnel.store.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** The data folder of the server: made by PostgreSQL's own program, and of one major version for good. */
final class Cluster {
    private Cluster() {}

    static void initialise(Path folder, Path cluster, Path binaries, String superuser, OsUser osUser)
            throws IOException, InterruptedException {
        String password = newPassword();
        Path work = folder.resolve("data.new");
        FileTrees.delete(work);
        Files.createDirectories(work);
        Path passwordFile = work.resolve("password");
        PrivateFiles.write(passwordFile, password + "\n");
        osUser.own(work);
        // Half a cluster must never look like a whole one: it is made aside and moved into place.
        Command.Result result = osUser.run(List.of(
                binaries.resolve("bin/initdb").toString(),
                "-D",
                work.resolve("cluster").toString(),
                "-U",
                superuser,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "-E",
                "UTF8",
                "--locale=C",
                "--no-instructions"));
        if (!result.succeeded()) throw EmbeddedServerException.doesNotStart(folder, "initdb: " + result.output(), null);
        Files.delete(passwordFile);
        PrivateFiles.write(folder.resolve("password"), password + "\n");
        Files.move(work.resolve("cluster"), cluster);
        FileTrees.delete(work);
    }

    static void refuseOtherMajor(Path folder, Path cluster, Path binaries) throws IOException, InterruptedException {
        Path versionFile = cluster.resolve("PG_VERSION");
        if (!Files.isReadable(versionFile)) return;
        String stored = Files.readString(versionFile).strip();
        Command.Result version =
                Command.run(List.of(), List.of(binaries.resolve("bin/postgres").toString(), "--version"));
        // "postgres (PostgreSQL) 18.6"
        String ours = version.output().replaceAll("^.*\\) (\\d+).*$", "$1");
        if (stored.equals(ours)) return;
        throw new EmbeddedServerException(
                "The store in " + folder + " cannot be opened.",
                "It was written by PostgreSQL " + stored + ", and this program brings PostgreSQL " + ours + ".",
                "Start the program that wrote it, make a backup there, and restore it here into an empty folder.");
    }

    private static String newPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
