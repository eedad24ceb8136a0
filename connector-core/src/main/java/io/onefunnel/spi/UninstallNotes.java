package io.onefunnel.spi;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How what is ours goes away at a vendor, in the words of the vendor's own screens: for admins who stop using OneFunnel.
 *
 * @param removal what becomes of what OneFunnel takes away
 * @param lasting what can be done about what stays
 * @param revoke where the access ends that a connection was given
 * @param deployed how an admin takes out what an admin deployed; empty where OneFunnel makes everything itself
 */
public record UninstallNotes(String removal, String lasting, String revoke, Optional<Deployed> deployed) {
    /**
     * What an admin put there by the vendor's own tools.
     *
     * @param contents empty when the list is not beside the program
     * @param absent what to say then
     * @param instruction what to do with the list, for people
     * @param command of the vendor's own tool; DIR stands for the folder with {@link Manifest#files}
     */
    public record Deployed(Optional<Manifest> contents, String absent, String instruction, String command) {}

    /**
     * The list of what was deployed.
     *
     * @param members by the vendor's type
     * @param listing every member, in the form that the vendor's tool reads
     * @param files by name, what the tool is given, the listing among them
     * @param unknown files of the package of which no type is known
     */
    public record Manifest(
            Map<String, List<String>> members, String listing, Map<String, String> files, List<String> unknown) {
        public Manifest {
            members = Collections.unmodifiableMap(new TreeMap<>(members));
            files = Collections.unmodifiableMap(new TreeMap<>(files));
            unknown = List.copyOf(unknown);
        }

        public int size() {
            return members.values().stream().mapToInt(List::size).sum();
        }
    }
}
