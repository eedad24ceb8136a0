package io.onefunnel.salesforce.check;

import io.onefunnel.spi.UninstallNotes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the Salesforce package put into an org, as the Metadata API names it: an admin deploys this list to take it out.
 *
 * @param members by metadata type ("CustomField": "Lead.OneFunnel_Score__c")
 * @param apiVersion of the package
 * @param unknown files of the package of which no type is known here, relative to it
 */
public record PackageManifest(Map<String, List<String>> members, String apiVersion, List<String> unknown) {
    /** Components of an object, by the name of their folder under {@code objects/<object>}. */
    private static final Map<String, String> OF_OBJECTS = Map.of(
            "fields", "CustomField",
            "listViews", "ListView",
            "compactLayouts", "CompactLayout",
            "webLinks", "WebLink",
            "validationRules", "ValidationRule");

    /** Components that stand alone, by the name of their folder: Metadata API Developer Guide, "Metadata Types". */
    private static final Map<String, String> ALONE = Map.ofEntries(
            Map.entry("permissionsets", "PermissionSet"),
            Map.entry("customPermissions", "CustomPermission"),
            Map.entry("flexipages", "FlexiPage"),
            Map.entry("quickActions", "QuickAction"),
            Map.entry("reportTypes", "ReportType"),
            Map.entry("reports", "Report"),
            Map.entry("dashboards", "Dashboard"),
            Map.entry("tabs", "CustomTab"),
            Map.entry("applications", "CustomApplication"),
            Map.entry("classes", "ApexClass"),
            Map.entry("lwc", "LightningComponentBundle"));

    private static final Pattern API_VERSION = Pattern.compile("\"sourceApiVersion\"\\s*:\\s*\"([0-9.]+)\"");

    public PackageManifest {
        members = Collections.unmodifiableMap(new TreeMap<>(members));
        unknown = List.copyOf(unknown);
    }

    /** Empty when the package is not beside the program. */
    public static Optional<PackageManifest> of(Path folder) {
        Path root = folder.resolve("force-app").resolve("main").resolve("default");
        if (!Files.isDirectory(root)) return Optional.empty();
        Map<String, TreeSet<String>> members = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                Path place = root.relativize(file);
                Optional<Member> member = member(place);
                member.ifPresentOrElse(
                        each -> members.computeIfAbsent(each.type(), type -> new TreeSet<>())
                                .add(each.name()),
                        () -> unknown.add(place.toString()));
            }
            Map<String, List<String>> sorted = new TreeMap<>();
            members.forEach((type, names) -> sorted.put(type, List.copyOf(names)));
            return Optional.of(new PackageManifest(sorted, apiVersion(folder), unknown));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private record Member(String type, String name) {}

    private static Optional<Member> member(Path place) {
        String name = component(place.getFileName().toString());
        if (place.getName(0).toString().equals("objects")) {
            if (place.getNameCount() != 4) return Optional.empty();
            return Optional.ofNullable(OF_OBJECTS.get(place.getName(2).toString()))
                    .map(type -> new Member(type, place.getName(1) + "." + name));
        }
        String folder = place.getName(0).toString();
        return Optional.ofNullable(ALONE.get(folder)).map(type -> {
            // A bundle is a folder of files; reports and dashboards lie in folders that are part of their name.
            if (folder.equals("lwc")) return new Member(type, place.getName(1).toString());
            Path within = place.subpath(1, place.getNameCount());
            Path parent = within.getParent();
            return new Member(type, parent == null ? name : parent + "/" + name);
        });
    }

    private static String component(String file) {
        int end = file.indexOf('.');
        return end < 0 ? file : file.substring(0, end);
    }

    private static String apiVersion(Path folder) throws IOException {
        Matcher version = API_VERSION.matcher(Files.readString(folder.resolve("sfdx-project.json")));
        if (!version.find()) throw new IOException(folder + " names no sourceApiVersion");
        return version.group(1);
    }

    public UninstallNotes.Manifest listed() {
        String listing = destructiveChanges();
        return new UninstallNotes.Manifest(
                members, listing, Map.of("package.xml", packageXml(), "destructiveChanges.xml", listing), unknown);
    }

    /** The list of what goes: Metadata API Developer Guide, "Deleting Components from an Organization". */
    private String destructiveChanges() {
        StringBuilder types = new StringBuilder();
        members.forEach((type, names) -> {
            types.append("    <types>\n");
            names.forEach(name -> types.append("        <members>").append(name).append("</members>\n"));
            types.append("        <name>").append(type).append("</name>\n    </types>\n");
        });
        return document(types.toString());
    }

    /** A deployment that brings nothing: deletions need one beside them. */
    private String packageXml() {
        return document("");
    }

    private String document(String types) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Package xmlns="http://soap.sforce.com/2006/04/metadata">
                %s    <version>%s</version>
                </Package>
                """.formatted(types, apiVersion);
    }
}
