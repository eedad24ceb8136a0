package io.onefunnel.sandbox.hubspot.marketing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The portal's forms, and each time that somebody filled one in. */
public final class Forms {
    /** @param values what was typed, by the name of the form's field */
    public record Submission(String conversionId, long at, String pageUrl, Map<String, String> values) {}

    /** @param submissions in the order in which they came */
    public record Form(String id, String name, List<Submission> submissions) {}

    private final Map<String, Form> forms = new LinkedHashMap<>();
    private int submitted;

    public String create(String name) {
        String id = new UUID(0x666f726d00004000L, forms.size() + 1).toString();
        forms.put(id, new Form(id, name, new ArrayList<>()));
        return id;
    }

    public Optional<Form> find(String id) {
        return Optional.ofNullable(forms.get(id));
    }

    public Submission submit(Form form, long now, String pageUrl, Map<String, String> values) {
        Submission made =
                new Submission(new UUID(0x636f6e7600004000L, ++submitted).toString(), now, pageUrl, Map.copyOf(values));
        form.submissions().add(made);
        return made;
    }
}
