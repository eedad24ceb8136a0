package io.onefunnel.app.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a demo is made of.
 *
 * @param once end after the story instead of running on
 * @param json print the figures as one JSON object on standard output; the story then goes to standard error
 * @param people real people of the invented company
 * @param port of the console; 0 for a free one
 * @param data where to keep the store; a temporary folder that is deleted at the end when empty
 * @param chaos kill the program in mid-pull and in mid-write, and show that nothing is lost or written twice
 */
public record DemoOptions(
        boolean once,
        boolean json,
        int people,
        long seed,
        int port,
        Optional<Path> data,
        Optional<Path> leads,
        Optional<Path> deals,
        Optional<Path> activities,
        List<String> maps,
        boolean chaos) {

    /** Whether it shows an admin's own files. */
    boolean own() {
        return leads.isPresent() || deals.isPresent() || activities.isPresent();
    }

    List<String> sandboxArguments() {
        // Their pace is for real work; whoever looks at a demo need not wait for it.
        List<String> arguments = new ArrayList<>(List.of("--limits", "off"));
        if (own()) {
            leads.ifPresent(file -> arguments.addAll(List.of("--leads", file.toString())));
            deals.ifPresent(file -> arguments.addAll(List.of("--deals", file.toString())));
            activities.ifPresent(file -> arguments.addAll(List.of("--activities", file.toString())));
            maps.forEach(map -> arguments.addAll(List.of("--map", map)));
        } else {
            arguments.addAll(List.of("--people", "" + people, "--seed", "" + seed));
        }
        return arguments;
    }
}
