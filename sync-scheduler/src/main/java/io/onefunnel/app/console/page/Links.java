package io.onefunnel.app.console.page;

import io.onefunnel.model.PersonId;
import io.onefunnel.model.Stage;

/** Where pages lead that others point at. */
public final class Links {
    private Links() {}

    public static String person(PersonId person) {
        return "/person/" + person;
    }

    /** Everybody who ever reached a stage. */
    public static String people(Stage reached) {
        return "/people?stage=" + reached.name();
    }
}
