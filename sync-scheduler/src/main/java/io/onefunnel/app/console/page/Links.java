package io.onefunnel.app.console.page;

import io.onefunnel.model.PersonId;
import io.onefunnel.model.Stage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where pages lead that others point at. */
public final class Links {
    private Links() {}

    public static String person(PersonId person) {
        return "/person/" + person;
    }

    /** The plan of now, with what became of one that was applied. */
    public static String planAfter(String applied) {
        return "/plan?applied=" + URLEncoder.encode(applied, StandardCharsets.UTF_8);
    }

    /** Everybody who ever reached a stage. */
    public static String people(Stage reached) {
        return "/people?stage=" + reached.name();
    }
}
