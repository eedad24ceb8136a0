package io.onefunnel.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.ValueType;
import io.onefunnel.salesforce.client.OrgSchema;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The package that an admin deploys has what the mapping names, and nothing else. */
class CrmPackageTest {
    private static final Path PACKAGE =
            Path.of(System.getProperty("onefunnel.root", ".."), "salesforce-adapter", "crm-package");
    private static final Path SOURCE = PACKAGE.resolve("force-app/main/default");
    private static final String NAMESPACE = "http://soap.sforce.com/2006/04/metadata";
    private static final String OURS = "OneFunnel_";
    // Custom fields of tasks and events are those of activities: CustomField, Metadata API guide.
    private static final Set<String> ACTIVITIES = Set.of("Task", "Event");
    private static final Map<ValueType, String> TYPES = Map.of(
            ValueType.TEXT, "Text",
            ValueType.LONG_TEXT, "LongTextArea",
            ValueType.NUMBER, "Number",
            ValueType.INSTANT, "DateTime",
            ValueType.BOOLEAN, "Checkbox",
            ValueType.CHOICE, "Picklist",
            ValueType.CHOICES, "MultiselectPicklist",
            ValueType.REFERENCE, "Lookup");

    @TestFactory
    Stream<DynamicTest> everyFileIsMetadata() throws IOException {
        return xml().stream()
                .map(path -> DynamicTest.dynamicTest(SOURCE.relativize(path).toString(), () -> {
                    Element root = root(path);
                    assertThat(root.getNamespaceURI()).isEqualTo(NAMESPACE);
                    String kind = path.getFileName().toString().replaceAll(".*\\.([a-zA-Z]+)-meta\\.xml", "$1");
                    assertThat(root.getLocalName()).isEqualToIgnoringCase(kind.equals("field") ? "CustomField" : kind);
                }));
    }

    @Test
    void theFieldsAreThoseOfTheMapping() throws IOException {
        Map<String, Set<String>> wanted = new TreeMap<>();
        for (Mapping.Type type : CannedOrg.mapping().types().values()) {
            for (String name : named(type)) {
                if (name.startsWith(OURS)) {
                    wanted.computeIfAbsent(objectOf(type.name()), object -> new TreeSet<>())
                            .add(name);
                }
            }
        }
        wanted.computeIfAbsent("Activity", object -> new TreeSet<>()).add(OrgSchema.TASK_LEDGER_KEY);

        Map<String, Set<String>> found = new TreeMap<>();
        fields().forEach((object, fields) -> found.put(object, new TreeSet<>(fields.keySet())));
        assertThat(found).isEqualTo(wanted);
    }

    @TestFactory
    Stream<DynamicTest> everyFieldFitsItsValuesAndTheSandbox() throws IOException {
        Map<String, Field> canonical = canonical();
        Schema sandbox = Schema.load();
        List<DynamicTest> tests = new ArrayList<>();
        fields().forEach((object, fields) ->
                fields.forEach((name, field) -> tests.add(DynamicTest.dynamicTest(object + "." + name, () -> {
                    assertThat(text(field, "fullName")).isEqualTo(name);
                    assertThat(text(field, "label")).isNotBlank().hasSizeLessThanOrEqualTo(40);
                    assertThat(text(field, "description")).isNotBlank();
                    assertThat(text(field, "inlineHelpText")).isNotBlank().hasSizeLessThanOrEqualTo(510);
                    Field known = canonical.get(name);
                    if (known != null) assertThat(text(field, "type")).isEqualTo(TYPES.get(known.type()));
                    for (String type : object.equals("Activity") ? List.of("Task", "Event") : List.of(object)) {
                        sandbox.type(type).orElseThrow().field(name).ifPresent(same -> assertAgrees(field, same));
                    }
                }))));
        return tests.stream();
    }

    @Test
    void theLedgerKeyIsAUniqueExternalId() throws IOException {
        Element key = field("Activity", OrgSchema.TASK_LEDGER_KEY);

        assertThat(text(key, "externalId")).isEqualTo("true");
        assertThat(text(key, "unique")).isEqualTo("true");
    }

    @Test
    void theIntegrationUserEditsAllFieldsAndPeopleThoseThatAskThem() throws IOException {
        Map<String, Field> canonical = canonical();
        Set<String> all = new TreeSet<>();
        Set<String> asked = new TreeSet<>();
        fields().forEach((object, fields) -> fields.keySet().forEach(name -> {
            // A field of activities is one of tasks and one of events.
            List<String> types = object.equals("Activity") ? List.of("Task", "Event") : List.of(object);
            Set<String> permissions =
                    types.stream().map(type -> type + "." + name).collect(Collectors.toSet());
            all.addAll(permissions);
            Field field = canonical.get(name);
            boolean people = field != null && field.writer() == Field.Writer.PERSON
                    || field == Field.MEETING_OUTCOME
                    || name.equals("OneFunnel_Referred_By_Lead__c");
            if (people) asked.addAll(permissions);
        }));

        assertThat(permissions("OneFunnel_Integration", "readable")).isEqualTo(all);
        assertThat(permissions("OneFunnel_Integration", "editable")).isEqualTo(all);
        assertThat(permissions("OneFunnel_User", "readable")).isEqualTo(all);
        assertThat(permissions("OneFunnel_User", "editable")).isEqualTo(asked);
    }

    @Test
    void theRightsToSeeEditAndMergeAreGranted() throws IOException {
        Map<String, Map<String, String>> integration = objects("OneFunnel_Integration");
        Map<String, Map<String, String>> merge = objects("OneFunnel_Merge");

        assertThat(integration.keySet()).contains("Lead", "Contact", "Account", "Opportunity", "Campaign");
        assertThat(integration.values())
                .allSatisfy(rights -> assertThat(rights)
                        .containsEntry("allowRead", "true")
                        .containsEntry("viewAllRecords", "true")
                        .containsEntry("allowDelete", "false"));
        for (Mapping.Type type : CannedOrg.mapping().types().values()) {
            if (type.writes().isEmpty()) continue;
            assertThat(integration.get(type.name())).as(type.name()).containsEntry("allowEdit", "true");
        }
        for (String type : List.of("Lead", "Contact", "Account")) {
            assertThat(merge.get(type)).as(type).containsEntry("allowDelete", "true");
        }
    }

    @Test
    void theListViewShowsAndFiltersFieldsThatAreThere() throws IOException {
        Element view = root(SOURCE.resolve("objects/Lead/listViews/OneFunnel_SLA_Breached.listView-meta.xml"));
        Set<String> lead = fields().getOrDefault("Lead", Map.of()).keySet();

        List<String> named = new ArrayList<>(texts(view, "columns"));
        children(view, "filters").forEach(filter -> named.add(text(filter, "field")));
        assertThat(named)
                .filteredOn(name -> name.startsWith(OURS))
                .hasSizeGreaterThan(5)
                .allMatch(lead::contains);
        for (Element filter : children(view, "filters")) {
            Element field = field("Lead", text(filter, "field"));
            assertThat(values(field)).contains(text(filter, "value"));
        }
    }

    @Test
    void theProjectIsOfTheApiVersionThatTheAdapterSpeaks() throws IOException {
        assertThat(new ObjectMapper()
                        .readTree(PACKAGE.resolve("sfdx-project.json").toFile())
                        .path("sourceApiVersion")
                        .asText())
                .isEqualTo(SalesforceClient.API_VERSION);
    }

    private static void assertAgrees(Element field, io.onefunnel.sandbox.salesforce.schema.Field same) {
        switch (text(field, "type")) {
            case "Text", "LongTextArea" -> assertThat(number(field, "length")).isEqualTo(same.length());
            case "Number" -> {
                assertThat(number(field, "precision")).isEqualTo(same.length());
                assertThat(number(field, "scale")).isEqualTo(same.scale());
            }
            case "Picklist" -> {
                assertThat(same.type()).isEqualTo(FieldType.PICKLIST);
                if (!same.picklist().isEmpty()) assertThat(values(field)).isEqualTo(same.picklist());
            }
            case "Lookup" -> assertThat(same.referenceTo()).containsExactly(text(field, "referenceTo"));
            case "DateTime" -> assertThat(same.type()).isEqualTo(FieldType.DATETIME);
            case "Checkbox" -> assertThat(same.type()).isEqualTo(FieldType.BOOLEAN);
            case "MultiselectPicklist" -> assertThat(same.type()).isEqualTo(FieldType.MULTIPICKLIST);
            default -> throw new AssertionError("a type of its own: " + text(field, "type"));
        }
    }

    private static Map<String, Field> canonical() {
        Map<String, Field> canonical = new HashMap<>();
        for (Mapping.Type type : CannedOrg.mapping().types().values()) {
            type.fields().forEach((field, source) -> source.from().forEach(name -> canonical.put(name, field)));
        }
        return canonical;
    }

    private static Set<String> named(Mapping.Type type) {
        Set<String> names = new TreeSet<>(type.fetched());
        type.links().values().forEach(names::addAll);
        return names;
    }

    private static String objectOf(String type) {
        return ACTIVITIES.contains(type) ? "Activity" : type;
    }

    /** The field files of the package, by the object that they are of and their name. */
    private static Map<String, Map<String, Element>> fields() throws IOException {
        Map<String, Map<String, Element>> fields = new TreeMap<>();
        for (Path path : xml()) {
            String file = path.getFileName().toString();
            if (!file.endsWith(".field-meta.xml")) continue;
            String object = SOURCE.relativize(path).getName(1).toString();
            fields.computeIfAbsent(object, key -> new TreeMap<>())
                    .put(file.substring(0, file.indexOf('.')), root(path));
        }
        return fields;
    }

    private static Element field(String object, String name) throws IOException {
        return Objects.requireNonNull(fields().getOrDefault(object, Map.of()).get(name), name);
    }

    private static Set<String> permissions(String set, String right) throws IOException {
        Set<String> fields = new TreeSet<>();
        for (Element each : children(permissionSet(set), "fieldPermissions")) {
            if (text(each, right).equals("true")) fields.add(text(each, "field"));
        }
        return fields;
    }

    private static Map<String, Map<String, String>> objects(String set) throws IOException {
        Map<String, Map<String, String>> objects = new TreeMap<>();
        for (Element each : children(permissionSet(set), "objectPermissions")) {
            Map<String, String> rights = new TreeMap<>();
            for (String right : List.of("allowRead", "allowEdit", "allowDelete", "viewAllRecords")) {
                rights.put(right, text(each, right));
            }
            objects.put(text(each, "object"), rights);
        }
        return objects;
    }

    private static Element permissionSet(String name) throws IOException {
        return root(SOURCE.resolve("permissionsets/" + name + ".permissionset-meta.xml"));
    }

    private static List<String> values(Element field) {
        List<String> values = new ArrayList<>();
        for (Element set : children(field, "valueSet")) {
            for (Element definition : children(set, "valueSetDefinition")) {
                children(definition, "value").forEach(value -> values.add(text(value, "fullName")));
            }
        }
        return values;
    }

    private static List<Path> xml() throws IOException {
        try (Stream<Path> paths = Files.walk(SOURCE)) {
            return paths.filter(path -> path.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        }
    }

    private static Element root(Path path) throws IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try {
            return factory.newDocumentBuilder().parse(path.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(path + " is no XML", e);
        }
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (Node each = parent.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each instanceof Element element && element.getLocalName().equals(name)) children.add(element);
        }
        return children;
    }

    private static List<String> texts(Element parent, String name) {
        return children(parent, name).stream().map(Element::getTextContent).toList();
    }

    private static String text(Element parent, String name) {
        return texts(parent, name).stream().findFirst().orElse("");
    }

    private static int number(Element parent, String name) {
        return Integer.parseInt(text(parent, name));
    }
}
