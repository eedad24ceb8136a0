package io.onefunnel.hubspot.pull;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.client.WholeAnswer;
import io.onefunnel.hubspot.pull.PullCursor.Step;
import io.onefunnel.hubspot.pull.PullCursor.TypeState;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What visitors sent by a form, newest first, fifty to a page, down to what is known. A submission names its sender by what
 * they typed; the contact is the one that HubSpot knows under that address.
 */
final class FormSubmissions {
    // "Defaults to 20, supports a maximum of 50": legacy reference, "Get submissions for a form".
    private static final int PAGE = 50;
    private static final String CONTACTS = "contacts";
    private static final String EMAIL = "email";
    private static final String OTHER_EMAILS = "hs_additional_emails";
    static final String FORM_ID = "formId";
    static final String FORM_NAME = "formName";
    static final String SUBMITTED = "submittedAt";
    static final String PAGE_URL = "pageUrl";
    /** "values/industry" is what was typed into the field "industry". */
    static final String VALUES = "values/";

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final HubSpotObjects objects;
    private final RecordRefs refs;
    private final ChangeFactories factories;
    private final Map<String, String> names = new ConcurrentHashMap<>();

    FormSubmissions(
            HubSpotClient client,
            HubSpotPaths paths,
            HubSpotObjects objects,
            RecordRefs refs,
            ChangeFactories factories) {
        this.client = client;
        this.paths = paths;
        this.objects = objects;
        this.refs = refs;
        this.factories = factories;
    }

    private record Submission(String id, Instant at, String pageUrl, Map<String, String> values) {
        String email() {
            return values.getOrDefault(EMAIL, "").strip().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads one page of a form; the round ends with the first page that holds something known. */
    TypeState step(MappedType type, TypeState state, long begun, List<Change> found) {
        JsonNode page = page(type, state.after());
        Instant since = Instant.ofEpochMilli(state.from());
        List<Submission> all = submissions(page);
        List<Submission> fresh =
                all.stream().filter(each -> !each.at().isBefore(since)).toList();
        add(type, fresh, found);
        String next = WholeAnswer.next(page);
        if (!next.isEmpty() && fresh.size() == all.size()) return state.page(next);
        return state.complete(begun).step(Step.DONE);
    }

    private void add(MappedType type, List<Submission> submissions, List<Change> found) {
        if (submissions.isEmpty()) return;
        Map<String, String> contacts = contacts(submissions);
        String name = name(type);
        for (Submission each : submissions) {
            Optional<String> contact = Optional.ofNullable(contacts.get(each.email()));
            if (contact.isEmpty()) {
                found.add(nobody(type, each));
                continue;
            }
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put(FORM_ID, type.form());
            fields.put(FORM_NAME, name);
            fields.put(SUBMITTED, each.at().toString());
            fields.put(PAGE_URL, each.pageUrl());
            each.values().forEach((field, value) -> fields.put(VALUES + field, value));
            found.add(factories.of(type).event(each.id(), each.at(), fields, contact));
        }
    }

    /** Kept aside and counted: it may have been sent without an address, or its contact may be gone. */
    private Change nobody(MappedType type, Submission submission) {
        String why = submission.email().isEmpty()
                ? "a form was sent without an e-mail address: whose it is cannot be told"
                : "a form was sent under an address that no contact has any more";
        String raw = Json.text(Json.object()
                .put(FORM_ID, type.form())
                .put("conversionId", submission.id())
                .put(SUBMITTED, submission.at().toString()));
        return new Change.Unreadable(refs.ref(type, submission.id()), raw, why);
    }

    /** Contact ids by address, of the primary store. */
    private Map<String, String> contacts(List<Submission> submissions) {
        Set<String> emails = submissions.stream()
                .map(Submission::email)
                .filter(email -> !email.isEmpty())
                .collect(Collectors.toSet());
        Map<String, String> contacts = new LinkedHashMap<>();
        if (emails.isEmpty()) return contacts;
        for (VendorObject contact :
                objects.by(CONTACTS, Optional.of(EMAIL), emails, List.of(EMAIL, OTHER_EMAILS), List.of())) {
            List<String> addresses = new ArrayList<>(List.of(contact.value(EMAIL)));
            addresses.addAll(List.of(contact.value(OTHER_EMAILS).split(";")));
            for (String address : addresses)
                contacts.putIfAbsent(address.strip().toLowerCase(Locale.ROOT), contact.id());
        }
        contacts.remove("");
        return contacts;
    }

    private JsonNode page(MappedType type, String after) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(PAGE));
        if (!after.isEmpty()) query.put("after", after);
        return client.get(
                Operation.read("form submissions"),
                paths.formSubmissions(type.form()),
                query,
                WholeAnswer.list(SUBMITTED, "values"));
    }

    /** A form keeps its name long enough: it is asked for once. */
    private String name(MappedType type) {
        return names.computeIfAbsent(
                type.form(),
                id -> client.get(Operation.read("read form"), paths.form(id), Map.of(), WholeAnswer.object("name"))
                        .path("name")
                        .asText(""));
    }

    private static List<Submission> submissions(JsonNode page) {
        List<Submission> submissions = new ArrayList<>();
        for (JsonNode each : page.path("results")) {
            Map<String, String> values = new LinkedHashMap<>();
            for (JsonNode value : each.path("values")) {
                values.putIfAbsent(
                        value.path("name").asText(""), value.path("value").asText(""));
            }
            if (!each.path(SUBMITTED).isIntegralNumber()) {
                throw new AdapterException(
                        AdapterErrorCode.UNEXPECTED_RESPONSE,
                        "HubSpot tells when a form was sent in a form that is no number of milliseconds");
            }
            long at = each.path(SUBMITTED).longValue();
            // What older submissions were called is not documented: without an id, the moment and the content name one.
            String id = each.path("conversionId").asText(at + "-" + Integer.toHexString(values.hashCode()));
            submissions.add(new Submission(
                    id, Instant.ofEpochMilli(at), each.path(PAGE_URL).asText(""), values));
        }
        return submissions;
    }
}
